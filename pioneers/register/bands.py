"""Whom a home cares for: CQC's twelve service user bands under one key each."""

from enum import StrEnum

from .values import folded


class Band(StrEnum):
    CHILDREN = "children"
    DEMENTIA = "dementia"
    LEARNING_DISABILITY = "learning_disability"
    MENTAL_HEALTH = "mental_health"
    OLDER_PEOPLE = "older_people"
    DETAINED = "detained_under_mental_health_act"
    SUBSTANCE_MISUSE = "substance_misuse"
    EATING_DISORDER = "eating_disorder"
    PHYSICAL_DISABILITY = "physical_disability"
    SENSORY_IMPAIRMENT = "sensory_impairment"
    WHOLE_POPULATION = "whole_population"
    YOUNGER_ADULTS = "younger_adults"


# (the key, its column in the monthly file, its word in the weekly file's list)
NAMES = (
    (Band.CHILDREN, "Children 0-18 years", "Caring for children"),
    (Band.DEMENTIA, "Dementia", "Dementia"),
    (
        Band.LEARNING_DISABILITY,
        "Learning disabilities or autistic spectrum disorder",
        "Learning disabilities",
    ),
    (Band.MENTAL_HEALTH, "Mental Health", "Mental health conditions"),
    (Band.OLDER_PEOPLE, "Older People", "Caring for adults over 65 yrs"),
    (
        Band.DETAINED,
        "People detained under the Mental Health Act",
        "Caring for people whose rights are restricted under the Mental Health Act",
    ),
    (
        Band.SUBSTANCE_MISUSE,
        "People who misuse drugs and alcohol",
        "Substance misuse problems",
    ),
    (Band.EATING_DISORDER, "People with an eating disorder", "Eating disorders"),
    (Band.PHYSICAL_DISABILITY, "Physical Disability", "Physical disabilities"),
    (Band.SENSORY_IMPAIRMENT, "Sensory Impairment", "Sensory impairments"),
    (Band.WHOLE_POPULATION, "Whole Population", "Services for everyone"),
    (Band.YOUNGER_ADULTS, "Younger Adults", "Caring for adults under 65 yrs"),
)

BY_MONTHLY_COLUMN = {folded(f"Service user band - {column}"): band for band, column, _ in NAMES}
BY_WEEKLY_WORD = {folded(word): band for band, _, word in NAMES}
