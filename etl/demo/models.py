"""How each measure of the demo district grows: one line a measure, in the order of computing.

Amounts are invented unless `published.py` holds them. Three kinds: `flow` (yearly amount per basis,
share of it by mid-year), `stock` (level per basis at the end of 2020 and its yearly growth in %),
`share` (percent of another measure at the end of 2020, 2021, 2022).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Flow:
    """Cumulative from January: `by_year` per unit of the basis in 2020, 2021, 2022."""

    basis: str
    by_year: tuple[float, float, float]
    spread: float = 0.2
    by_june: float = 0.5


@dataclass(frozen=True)
class Stock:
    """A level: per unit of the basis at the end of 2020, growth in % in 2021 and 2022."""

    basis: str
    start: float
    growth: tuple[float, float]
    spread: float = 0.12


@dataclass(frozen=True)
class Share:
    """Percent of another measure, 2020, 2021, 2022; by_june: of the year's gain, per year."""

    whole: str
    percent: tuple[float, float, float]
    spread: float = 0.25
    by_june: tuple[float, float] | None = None


MODELS: dict[str, Flow | Stock | Share] = {
    "population": Stock("population", 1, (0.6, 0.7), 0),
    "households": Stock("households", 1, (0.7, 0.9), 0),
    "hamlets": Stock("hamlets", 1, (0, 0), 0),
    "staff": Stock("staff", 1, (-0.5, -0.5), 0),
    "adults": Share("population", (76.2, 76.3, 76.5), 0.04),
    # nông thôn mới
    "garbage_households": Share("households", (47.5, 52.5, 59.0), 0.3, (0.5, 0.43)),
    "water_surveyed_households": Share("households", (100, 100, 100), 0),
    "clean_water_households": Share(
        "water_surveyed_households", (92.6, 94.1, 96.3), 0.3, (0.5, 0.55)
    ),
    "income_per_head": Stock("one", 52.4, (3.8, 9.6), 0.05),
    "roads_km": Stock("hamlets", 7.6, (0, 0), 0.2),
    "paved_roads_km": Share("roads_km", (74.5, 79.0, 84.0), 0.3),
    "waste_generated_t": Flow("population", (0.262, 0.266, 0.272), 0.06),
    "waste_collected_t": Share("waste_generated_t", (78.0, 82.0, 87.0), 0.35, (0.55, 0.42)),
    "ntm_capital": Flow("households", (1.5, 1.7, 2.1), 0.4, 0.47),
    "people_contribution": Flow("households", (0.19, 0.2, 0.25), 0.35, 0.54),
    "bright_roads_km": Flow("hamlets", (0.42, 0.4, 0.62), 0.3, 0.52),
    "cultural_hamlets": Share("hamlets", (89, 92, 96), 0.3),
    # vì người nghèo
    "poor_fund": Flow("households", (0.062, 0.058, 0.074), 0.25, 0.28),
    "solidarity_houses": Flow("households", (0.0021, 0.0019, 0.0026), 0.3, 0.53),
    "vocational_trained": Flow("households", (0.021, 0.016, 0.024), 0.25, 0.49),
    "policy_loans": Stock("households", 8.9, (8.5, 11.5), 0.2),
    "policy_borrowers": Stock("households", 0.232, (1.5, 3.0), 0.12),
    # chuyển đổi số
    "dti_score": Stock("one", 55, (6, -12), 0.08),
    "staff_digital_signature": Share("staff", (24, 41, 67), 0.5),
    "businesses": Stock("households", 0.047, (3, 5), 0.3),
    "einvoice_businesses": Share("businesses", (9, 24, 92), 0.35, (0.5, 0.46)),
    "ecommerce_households": Stock("households", 0.008, (190, 95), 0.4),
    "electric_bills": Flow("households", (11.7, 11.8, 11.9), 0.02),
    "electric_bills_cashless": Share("electric_bills", (31, 44, 60), 0.35),
    "adults_smartphone": Share("adults", (63, 69, 77), 0.25),
    "fibre_households": Share("households", (47, 56, 67), 0.35),
    "vneid_eligible": Share("population", (73.1, 73.4, 73.8), 0.02),
    "vneid_accounts": Share("vneid_eligible", (0, 1.2, 34), 0.4, (0.5, 0.41)),
    "digital_teams": Share("hamlets", (0, 34, 100), 0.6, (0.5, 0.56)),
    "people_guided_digital": Flow("population", (0.008, 0.022, 0.085), 0.35, 0.48),
    "health_records": Share("population", (31, 48, 69), 0.3),
    # cải cách hành chính
    "dossiers_received": Flow("dossiers", (0.97, 1, 1.09), 0.08, 0.51),
    "dossiers_online": Share("dossiers_received", (12, 27, 52), 0.45, (0.5, 0.53)),
    "dossiers_full_online": Share("dossiers_online", (48, 58, 74), 0.25, (0.5, 0.45)),
    "dossiers_resolved": Share("dossiers_received", (97.4, 97.6, 98.0), 0.15),
    "dossiers_on_time": Share("dossiers_resolved", (97.0, 97.9, 98.9), 0.5, (0.6, 0.8)),
    "dossiers_digitised": Share("dossiers_resolved", (18, 34, 62), 0.4),
    "payments": Share("dossiers_received", (68, 69, 70), 0.2),
    "payments_online": Share("payments", (3, 11, 31), 0.5, (0.5, 0.42)),
    "docs_issued": Flow("activity", (590, 610, 640), 0.3, 0.5),
    "docs_signed": Share("docs_issued", (74, 88, 96), 0.5),
    "par_initiatives": Flow("activity", (1.5, 1.9, 2.6), 0.3),
    "par_index": Stock("one", 74.5, (1.4, 2.6), 0.05),
    "sipas_score": Stock("one", 81.4, (1.5, 1.9), 0.03),
    "sipas_questionnaires": Stock("one", 84, (2, 4), 0.2),
    # doanh nghiệp
    "workers": Stock("workers", 1, (-2.5, 4.0), 0),
    "revenue": Flow("workers", (455, 430, 520), 0.4, 0.49),
    "tax_paid": Share("revenue", (3.3, 3.3, 3.5), 0.3),
    "workers_insured": Share("workers", (86, 88.5, 92), 0.5),
    "work_accidents": Flow("workers", (0.0042, 0.0036, 0.0028), 0.3, 0.45),
    "social_giving": Flow("workers", (0.62, 0.95, 0.84), 0.5, 0.46),
    # văn hóa công sở, năng suất, người tiêu dùng
    "staff_committed": Share("staff", (93, 96.5, 99), 0.5),
    "initiatives": Flow("activity", (3.3, 3.4, 4.1), 0.35, 0.48),
    "initiatives_applied": Share("initiatives", (69, 75, 82), 0.3),
    "initiatives_benefit": Flow("staff", (4.1, 3.9, 5.2), 0.5, 0.45),
    "shops_inspected": Flow("households", (0.0115, 0.0098, 0.0132), 0.2, 0.52),
    "shops_passed": Share("shops_inspected", (85, 87.5, 91.5), 0.3),
    # dân vận khéo, y tế, giáo dục
    "dvk_registered": Flow("activity", (2.7, 2.9, 3.3), 0.25, 0.54),
    "dvk_recognised": Share("dvk_registered", (70, 74, 80), 0.3),
    "dialogues": Flow("one", (3.2, 3.1, 4.2), 0.15, 0.52),
    "insured_people": Share("population", (85.6, 87.9, 90.8), 0.25, (0.5, 0.53)),
    "voluntary_insured": Stock("population", 0.0052, (34, 29), 0.3),
    "five_year_olds": Stock("population", 0.0163, (0.5, -0.8), 0.08),
    "five_year_olds_enrolled": Share("five_year_olds", (98.9, 99.2, 99.6), 0.3),
    "pupils": Stock("pupils", 1, (0.8, 1.1), 0),
    "dropouts": Flow("pupils", (0.0043, 0.0046, 0.0035), 0.3, 0.48),
    "teachers": Stock("pupils", 0.056, (0, 0.5), 0.1),
    "teachers_standard": Share("teachers", (79, 84, 89), 0.35),
    "teachers_excellent": Flow("teachers", (0.13, 0.14, 0.17), 0.3, 0.56),
    "pupil_prizes": Flow("pupils", (0.021, 0.019, 0.027), 0.35, 0.58),
    "education_fund": Flow("pupils", (0.082, 0.071, 0.098), 0.4, 0.44),
    # quốc phòng – an ninh, hệ thống chính trị
    "militia": Share("population", (1.31, 1.36, 1.42), 0.06),
    "crimes": Flow("population", (0.00088, 0.00079, 0.00074), 0.25, 0.47),
    "complaints": Flow("population", (0.00062, 0.00058, 0.00055), 0.15, 0.5),
    "complaints_on_time": Share("complaints", (89, 92, 96), 0.2),
    "union_eligible": Stock("members", 1, (0.8, 0.8), 0),
    "union_members": Share("union_eligible", (76, 78.5, 81.5), 0.25),
    "social_supervisions": Flow("one", (5.1, 4.8, 6.4), 0.25),
    # Covid-19
    "covid_boosted": Share("covid_adults", (0, 5, 79), 0.2, (0, 0.69)),
    # công tác thi đua, khen thưởng
    "tdkt_documents": Flow("activity", (9.5, 10, 12), 0.25, 0.53),
    "movements_launched": Flow("activity", (2.9, 3.1, 3.5), 0.15, 0.6),
    "collectives": Stock("activity", 7.4, (0, 0), 0.25),
    "collectives_registered": Share("collectives", (92, 95, 98), 0.5),
    "models_found": Flow("activity", (2.4, 2.6, 3.5), 0.25, 0.52),
    "models_replicated": Share("models_found", (36, 40, 46), 0.2),
    "good_deed_news": Flow("activity", (6.5, 7.5, 10.5), 0.3, 0.51),
    "praised_collectives": Flow("collectives", (0.52, 0.5, 0.57), 0.2, 0.46),
    "praised_individuals": Flow("activity", (19, 18.5, 23), 0.25, 0.47),
    "praised_direct": Share("praised_individuals", (55, 60, 67), 0.25, (0.5, 0.55)),
    "commune_sponsorship": Flow("activity", (26, 31, 38), 0.4, 0.49),
}  # fmt: skip
