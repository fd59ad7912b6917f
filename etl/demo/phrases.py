"""What units of the demo district write in words, about their own figures, by kind of unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from etl.demo.chance import draw, order


@dataclass(frozen=True)
class Fact:
    """One figure a unit can speak about; a plan only where more is better."""

    title: str
    uom: str
    value: Decimal
    plan: Decimal | None
    last_year: Decimal | None

    @property
    def share(self) -> Decimal | None:
        return self.value * 100 / self.plan if self.plan else None


SIGNATORY = {
    "K": ("TM. Ủy ban nhân dân – Chủ tịch", "KT. Chủ tịch – Phó Chủ tịch"),
    "A": ("Trưởng phòng", "KT. Trưởng phòng – Phó Trưởng phòng"),
    "B": ("Giám đốc", "KT. Giám đốc – Phó Giám đốc"),
    "C": ("Trưởng ban", "KT. Trưởng ban – Phó Trưởng ban"),
    "D": ("TM. Ban Thường vụ – Chủ tịch", "TM. Ban Thường vụ – Phó Chủ tịch"),
    "E": ("TM. Ban Chấp hành – Chủ tịch", "TM. Ban Chấp hành – Phó Chủ tịch"),
    "F": ("Thủ trưởng đơn vị", "KT. Thủ trưởng – Phó Thủ trưởng"),
    "G": ("Thủ trưởng đơn vị", "KT. Thủ trưởng – Phó Thủ trưởng"),
    "H": ("Hiệu trưởng", "KT. Hiệu trưởng – Phó Hiệu trưởng"),
    "I": ("Giám đốc", "KT. Giám đốc – Phó Giám đốc"),
}
OPENING = {
    "K": (
        "Phong trào “Toàn dân đoàn kết xây dựng nông thôn mới, đô thị văn minh” được các "
        "ấp, khu phố hưởng ứng."
    ),
    "H": (
        "Nhà trường phát động thi đua “Dạy tốt – Học tốt” gắn với các ngày lễ lớn, tập thể "
        "giáo viên hưởng ứng đầy đủ."
    ),
    "I": "Đơn vị duy trì sản xuất ổn định, chăm lo việc làm và thu nhập cho người lao động.",
    "": (
        "Đơn vị đã cụ thể hóa kế hoạch thi đua của huyện, tổ chức ký giao ước trong khối và "
        "triển khai đến từng tổ."
    ),
}
SHORTCOMING = {
    "K": (
        "Một số hộ chưa phân loại rác tại nguồn, tiến độ thu gom rác ở các tuyến xa còn chậm.",
        "Tỷ lệ nộp hồ sơ trực tuyến ở người lớn tuổi còn thấp, công chức còn nhập thay.",
        "Vận động hiến đất làm đường nội đồng gặp khó do giá đất tăng.",
        "Việc phát hiện điển hình là nông dân, công nhân trực tiếp sản xuất chưa nhiều.",
    ),
    "H": (
        "Cơ sở vật chất một số phòng chức năng chưa đạt yêu cầu trường chuẩn quốc gia.",
        "Một vài sáng kiến mới áp dụng trong phạm vi tổ chuyên môn.",
        "Việc viết bài gương người tốt, việc tốt chưa thường xuyên.",
    ),
    "I": (
        "Đơn hàng quý II giảm, một bộ phận lao động thời vụ chưa tham gia bảo hiểm xã hội.",
        "Công tác sáng kiến cải tiến kỹ thuật mới tập trung ở bộ phận kỹ thuật.",
    ),
    "": (
        "Công tác tuyên truyền gương điển hình có lúc chưa kịp thời.",
        "Khen thưởng người trực tiếp công tác còn ít so với cán bộ quản lý.",
        "Hoạt động của khối thi đua chưa đều, sinh hoạt còn ghép với họp chuyên môn.",
    ),
}
UNIT_SIGNATORY = {
    "thanh-tra": ("Chánh Thanh tra", "KT. Chánh Thanh tra – Phó Chánh Thanh tra"),
    "vp-hdnd-ubnd": ("Chánh Văn phòng", "KT. Chánh Văn phòng – Phó Chánh Văn phòng"),
    "vp-huyen-uy": ("Chánh Văn phòng", "KT. Chánh Văn phòng – Phó Chánh Văn phòng"),
    "ubkt-huyen-uy": ("Chủ nhiệm", "KT. Chủ nhiệm – Phó Chủ nhiệm"),
    "tt-chinh-tri": ("Giám đốc", "KT. Giám đốc – Phó Giám đốc"),
    "huyen-doan": ("TM. Ban Thường vụ – Bí thư", "TM. Ban Thường vụ – Phó Bí thư"),
    "htx-nong-nghiep-long-vinh": ("Giám đốc Hợp tác xã", "KT. Giám đốc – Phó Giám đốc"),
}
CERTIFICATE = {
    "K": "Giấy khen của Chủ tịch UBND xã, thị trấn",
    "H": "Giấy khen của Hiệu trưởng",
    "I": "Giấy khen của Giám đốc",
    "": "Giấy khen của Thủ trưởng đơn vị",
}
CAUSE = (
    "Do ảnh hưởng của dịch Covid-19 nên một số hoạt động phải lùi thời gian tổ chức.",
    "Cán bộ làm công tác thi đua kiêm nhiệm nhiều việc, chưa có thời gian theo dõi thường xuyên.",
    "Kinh phí hoạt động hạn hẹp, việc huy động nguồn lực xã hội còn khó.",
    "Một bộ phận người dân chưa quen thao tác trên môi trường mạng.",  # of those who serve them
)
PROPOSAL = {
    "K": (
        "Đề nghị huyện quan tâm phân bổ vốn nông thôn mới sớm và hỗ trợ tập huấn tổ công "
        "nghệ số cộng đồng."
    ),
    "H": "Đề nghị Phòng Giáo dục và Đào tạo hỗ trợ kinh phí sửa chữa phòng học trước năm học mới.",
    "I": (
        "Đề nghị các ngành tiếp tục đối thoại, tháo gỡ thủ tục về đất đai và vốn vay cho "
        "doanh nghiệp."
    ),
    "": (
        "Đề nghị Hội đồng Thi đua – Khen thưởng huyện tổ chức tập huấn nghiệp vụ và hướng "
        "dẫn chấm điểm sớm hơn."
    ),
}
MODELS = {
    "K": (
        ("Mô hình", "Tuyến đường sáng – xanh – sạch – đẹp", "Nông thôn mới",
         "Chi hội phụ nữ và người dân hai bên đường cùng trồng hoa, lắp đèn; ấp tự quản "
         "việc chăm sóc."),
        ("Hộ gia đình", "Hộ chuyển lúa kém hiệu quả sang cây ăn trái", "Kinh tế – xã hội",
         "Liên kết với hợp tác xã bao tiêu, thu nhập tăng và tạo thêm việc làm cho lao "
         "động trong ấp."),
        ("Mô hình", "Tổ công nghệ số cộng đồng đến từng nhà", "Chuyển đổi số",
         "Đoàn viên hướng dẫn người dân nộp hồ sơ và thanh toán trực tuyến vào tối thứ "
         "Năm hằng tuần."),
        ("Tập thể", "Tổ tiết kiệm giúp hộ nghèo sửa nhà", "Vì người nghèo",
         "Góp vốn xoay vòng không lãi, mỗi quý giúp một hộ sửa nhà, mua con giống."),
    ),
    "H": (
        ("Cá nhân", "Giáo viên đổi mới phương pháp dạy học", "Giáo dục và đào tạo",
         "Xây dựng kho học liệu số dùng chung trong tổ chuyên môn, học sinh tiến bộ rõ."),
        ("Mô hình", "Thư viện xanh, mỗi tuần một quyển sách hay", "Giáo dục và đào tạo",
         "Vận động phụ huynh góp sách, học sinh tự quản giờ đọc và giới thiệu sách."),
    ),
    "I": (
        ("Cá nhân", "Công nhân cải tiến khuôn định vị", "Năng suất, chất lượng",
         "Rút ngắn thời gian một công đoạn, giảm phế phẩm, được thưởng sáng kiến."),
        ("Tập thể", "Tổ sản xuất an toàn, không tai nạn", "Doanh nghiệp",
         "Kiểm tra chéo đầu ca, nhắc việc bằng bảng màu, nhiều năm liền không có tai nạn."),
    ),
    "": (
        ("Cá nhân", "Công chức giải quyết hồ sơ trước hạn", "Cải cách hành chính",
         "Nhận hồ sơ trong ngày, hẹn trả qua bưu chính công ích, không có hồ sơ trễ hạn."),
        ("Mô hình", "Ngày thứ Sáu không giấy", "Văn hóa công sở",
         "Họp, trình ký và báo cáo hoàn toàn trên hệ thống quản lý văn bản."),
    ),
}  # fmt: skip
PLEDGES = {
    "K": (("Đạt danh hiệu “Tập thể lao động xuất sắc”", 1, "tập thể"),
          ("Giữ vững và nâng chất tiêu chí nông thôn mới", 19, "tiêu chí")),
    "H": (("Đạt danh hiệu “Tập thể lao động tiên tiến”", 1, "tập thể"),
          ("Giáo viên đạt danh hiệu “Lao động tiên tiến”", 85, "%")),
    "I": (("Đạt danh hiệu “Tập thể lao động tiên tiến”", 1, "tập thể"),
          ("Sáng kiến, cải tiến kỹ thuật được áp dụng", 3, "sáng kiến")),
    "": (("Đạt danh hiệu “Tập thể lao động tiên tiến”", 1, "tập thể"),
         ("Cán bộ, công chức ký cam kết không tiêu cực", 100, "%")),
}  # fmt: skip


def of_group(by_group: dict, group: str):
    """What is written for a unit's group, or for all others."""
    return by_group.get(group, by_group[""])


def vietnamese(value: Decimal, places: int) -> str:
    """1234.5 → 1.234,5."""
    return f"{value:,.{places}f}".translate(str.maketrans(",.", ".,"))


def narrative(group: str, unit_id: str, period_id: str, facts: Sequence[Fact]) -> dict[str, str]:
    """The four texts of the last sheet; facts are the unit's own figures."""
    known = sorted((f for f in facts if f.share is not None), key=lambda f: f.share or 0)
    good, poor = known[::-1][:3], known[:1]
    said = [of_group(OPENING, group), *(_praise(f) for f in good)]
    lines = order(list(of_group(SHORTCOMING, group)), unit_id, period_id)[:2]
    lines += [_behind(f) for f in poor if f.share is not None and f.share < 45]
    causes = CAUSE if group in "AK" else CAUSE[:-1]
    cause = causes[int(draw(unit_id, period_id, "cause") * len(causes))]
    proposal = of_group(PROPOSAL, group) if draw(unit_id, period_id, "ask") < 0.7 else ""
    return {
        "achievement": " ".join(said),
        "shortcoming": " ".join(lines),
        "cause": cause,
        "proposal": proposal,
    }


def _praise(fact: Fact) -> str:
    places = 0 if fact.value == fact.value.to_integral_value() else 1
    text = f"{fact.title}: {vietnamese(fact.value, places)} {fact.uom}"
    text += f", đạt {vietnamese(fact.share or Decimal(0), 1)} % kế hoạch năm"
    if fact.last_year:
        change = (fact.value - fact.last_year) * 100 / fact.last_year
        word = "tăng" if change > 0 else "giảm"
        shown = f"{word} {vietnamese(abs(change), 1)} % so với" if change else "bằng"
        text += f", {shown} cùng kỳ"
    return text + "."


def _behind(fact: Fact) -> str:
    share = vietnamese(fact.share or Decimal(0), 1)
    return f"{fact.title} mới đạt {share} % kế hoạch năm, cần tập trung trong thời gian tới."
