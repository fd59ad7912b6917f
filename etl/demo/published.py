"""Figures that were published or that one office alone knows: by measure, for the whole district.

S-numbers are the sources of docs and catalogue; without one the figure is invented (mẫu). Columns
are 2020, first half 2021, 2021, first half 2022, nine months 2022, 2022.
"""

Six = tuple[float, float, float, float, float, float]

ROOT: dict[str, Six] = {
    # S12: nine months 2022, growth +2,43 % and +10,14 %
    "agri_output": (3982400, 2263640, 4069900, 2318650, 3584538, 4168900),
    "industry_output": (3791600, 2010440, 4023240, 2214300, 3331579, 4431200),
    # S12: total of the three 7.943.204, +7,83 %
    "service_output": (1096300, 601200, 1118600, 668900, 1027087, 1341500),
    # S12 nine months; S10 the year, +52,5 %
    "budget_revenue": (171300, 94310, 194754, 121486, 186983, 297000),
    "budget_spending": (741800, 362400, 812500, 398620, 643300, 945000),
    "crop_value": (4698000, 0, 4884000, 0, 0, 5066000),
    "crop_area": (41310, 0, 41250, 0, 0, 41180),
    "jobs_added": (2790, 1408, 2612, 1583, 2384, 3126),
    "doctors": (74, 77, 80, 85, 87, 89),
    "hospital_beds": (205, 208, 210, 216, 218, 222),
    "population_served": (140800, 141200, 141650, 142150, 142400, 142650),
    "malnourished_children": (1262, 0, 1213, 0, 0, 1169),
    "weighed_children": (9840, 0, 9862, 0, 0, 9907),
    # S14: 57,8 % disbursed at mid-year 2022
    "capital_disbursed": (181200, 88320, 196400, 123700, 168800, 206900),
    "capital_plan": (194800, 207500, 207500, 214000, 214000, 214000),
    "feedback_on_time": (181, 92, 203, 118, 186, 262),
    "feedback_handled": (193, 97, 212, 122, 192, 268),
    "units_par_checked": (9, 4, 9, 6, 9, 13),
    "units_par_total": (37, 37, 37, 37, 37, 37),
    "new_enterprises": (71, 36, 58, 44, 66, 87),
    "discipline_checks": (11, 5, 9, 8, 11, 15),
    "consumer_talks": (23, 11, 18, 15, 22, 29),
    "food_poisonings": (1, 0, 1, 0, 0, 0),
    "infants_immunised": (2038, 941, 1908, 978, 1486, 2017),
    "infants_due": (2110, 1012, 2046, 1034, 1560, 2104),
    "dengue_cases": (186, 71, 148, 163, 288, 372),
    "schools_standard": (26, 27, 28, 30, 30, 31),
    "schools_total": (56, 56, 56, 56, 56, 56),
    "militia_trained": (1704, 812, 1738, 972, 1490, 1861),
    "militia_to_train": (1890, 1905, 1905, 1930, 1930, 1930),
    "cases_solved": (104, 49, 96, 51, 74, 93),
    "cases": (128, 61, 117, 60, 88, 109),
    "traffic_accidents": (39, 16, 31, 21, 29, 38),
    "cells_good": (44, 0, 46, 0, 0, 48),
    "cells": (52, 0, 52, 0, 0, 51),
    "covid_support": (1240, 386, 8652, 612.5, 806, 948.2),
    "tdkt_checks": (7, 3, 6, 5, 8, 11),
    "award_dossiers_approved": (118, 52, 124, 71, 104, 152),
    "award_dossiers": (129, 57, 136, 76, 112, 164),
    # shared out among the communes; S14: 63,29 % of the quota admitted at mid-year 2022
    "party_admitted": (146, 71, 149, 100, 133, 162),
    "party_quota": (150, 152, 152, 158, 158, 158),
    "recruits_quota": (183, 184, 184, 188, 188, 188),
    # S15: 30.274 people were 24,89 % of it
    "covid_adults": (121631, 121631, 121631, 121631, 121631, 121631),
}
SHARED_OUT = ("jobs_added", "party_admitted", "party_quota", "recruits_quota", "covid_adults")

# S74: Châu Thành last of nine in 2022, Hòa Thành first; the others and 2021 are invented
PAR_DISTRICT = {
    "huyen-chau-thanh": (77.92, 78.31, 76.54),
    "tx-hoa-thanh": (88.4, 90.26, 93.08),
    "tp-tay-ninh": (87.1, 88.75, 89.61),
    "tx-trang-bang": (84.9, 86.42, 88.17),
    "huyen-tan-bien": (80.2, 82.16, 83.9),
    "huyen-tan-chau": (79.8, 80.05, 81.34),
    "huyen-duong-minh-chau": (82.4, 84.63, 86.28),
    "huyen-go-dau": (83.3, 85.11, 87.02),
    "huyen-ben-cau": (77.6, 77.94, 79.45),
}

# How much easier (above 0) or harder a part of a score is than the whole: invented.
DTI_PILLARS = {"dti_gov": 0.42, "dti_economy": -0.5, "dti_society": -0.08}
PAR_FIELDS = {
    "par_field_1": 0.5, "par_field_2": 0.6, "par_field_3": 0.35, "par_field_4": 0.3,
    "par_field_5": 0.0, "par_field_6": -0.1, "par_field_7": -0.75, "par_field_8": -0.3,
}  # fmt: skip

# Criteria met of 19 at the same six dates; S65: 15,4 on average at the end of 2020. In 2022 the
# new set of criteria counts, so some recognised communes have one or two to make up.
CRITERIA = {
    "xa-hao-duoc": (19, 19, 19, 19, 19, 19),
    "xa-phuoc-vinh": (19, 19, 19, 18, 18, 18),
    "xa-dong-khoi": (12, 14, 16, 18, 18, 19),
    "xa-thai-binh": (19, 19, 19, 19, 19, 19),
    "xa-an-co": (8, 10, 12, 13, 14, 15),
    "xa-bien-gioi": (19, 19, 19, 18, 18, 19),
    "xa-hoa-thanh": (19, 19, 19, 18, 18, 18),
    "xa-tri-binh": (10, 13, 15, 17, 18, 19),
    "xa-hoa-hoi": (19, 19, 19, 18, 18, 19),
    "xa-an-binh": (19, 19, 19, 19, 19, 19),
    "xa-thanh-dien": (19, 19, 19, 19, 19, 19),
    "xa-thanh-long": (19, 19, 19, 17, 18, 19),
    "xa-ninh-dien": (8, 10, 12, 14, 15, 16),
    "xa-long-vinh": (7, 9, 12, 13, 14, 14),
}
HARD_FIRST = (17, 10, 2, 6, 13, 5, 15, 11, 12, 9, 3, 16, 18, 14, 19, 8, 7, 4, 1)

# Poor households at the start of 2021 (old standard) and of 2022 (new standard), near-poor beside;
# at the end of 2021 nobody was poor by the old standard (S70).
POOR = {
    "tt-chau-thanh": (6, 9, 12), "xa-hao-duoc": (13, 19, 33), "xa-phuoc-vinh": (17, 27, 41),
    "xa-dong-khoi": (9, 14, 27), "xa-thai-binh": (12, 17, 38), "xa-an-co": (16, 26, 39),
    "xa-bien-gioi": (14, 23, 32), "xa-hoa-thanh": (12, 21, 31), "xa-tri-binh": (9, 13, 24),
    "xa-hoa-hoi": (10, 17, 21), "xa-an-binh": (8, 11, 22), "xa-thanh-dien": (15, 21, 47),
    "xa-thanh-long": (17, 28, 44), "xa-ninh-dien": (19, 31, 45), "xa-long-vinh": (16, 24, 37),
}  # fmt: skip
OCOP = {
    "xa-hao-duoc": (1, 1, 2, 2, 2, 2),
    "xa-phuoc-vinh": (0, 0, 1, 1, 1, 2),
    "xa-dong-khoi": (0, 1, 1, 1, 1, 1),
    "xa-thai-binh": (1, 1, 1, 2, 2, 2),
    "xa-thanh-dien": (1, 2, 2, 3, 3, 4),
    "xa-an-binh": (1, 1, 1, 1, 1, 2),
    "xa-ninh-dien": (0, 0, 1, 1, 1, 1),
    "xa-long-vinh": (0, 0, 0, 0, 0, 1),
    "xa-tri-binh": (0, 0, 0, 1, 1, 1),
    "tt-chau-thanh": (1, 1, 1, 1, 1, 1),
}
COVID_LEVEL = (1, 1, 2, 1, 1, 1)

# What a second source says beside the sum of the communes: deliberate, small, explained by no rule.
DIFFERENCES = {
    ("poor_escaped", "2022-Y"): -2,
    ("poor_escaped", "2022-H1"): 1,
    ("households", "2022-H1"): -12,
    ("households", "2021-Y"): 9,
    ("solidarity_houses", "2022-H1"): -1,
    ("insured_people", "2022-H1"): 37,
    ("insured_people", "2022-Y"): -58,
}
