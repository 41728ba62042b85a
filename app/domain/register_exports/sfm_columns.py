"""The columns of Security Force Monitor's importer tables, in their order.

Source: the test tables of its importer, https://github.com/security-force-monitor/sfm-cms.
"""

from collections.abc import Mapping


def _points(*names: str) -> tuple[str, ...]:
    return tuple(f"{name}{part}" for name in names for part in ("", ":source", ":confidence"))


def _day(name: str) -> tuple[str, ...]:
    return (name, f"{name}_month", f"{name}_day", f"{name}_year", f"{name}:source", f"{name}:confidence")


_ADMIN = ("owner:admin", "status:admin", "comments:admin", "id:admin")
COLUMNS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "units": (
        "unit",
        (
            *_ADMIN,
            *_points("name", "other_names", "classification", "country"),
            *(*_day("first_cited_date"), "first_cited_date_start"),
            *(*_day("last_cited_date"), "last_cited_date_open"),
            *("relation_type", "related_unit_id:admin", *_points("related_unit", "related_unit_class")),
            *(*_day("related_unit_first_cited_date"), "related_unit_first_cited_date_start"),
            *(*_day("related_unit_last_cited_date"), "related_unit_open"),
            *("location_type", *_points("base_name", "location")),
            *(*_day("location_first_cited_date"), "location_first_cited_date_founding"),
            *(*_day("location_last_cited_date"), "location_open", "notes:admin"),
        ),
    ),
    "persons": (
        "person",
        (
            *(*_ADMIN, *_points("name", "other_names", "country")),
            *("posting_unit_id:admin", "posting_unit_name", "posting_unit:source", "posting_unit:confidence"),
            *_points("posting_role", "posting_title", "posting_rank"),
            *(*_day("posting_first_cited_date"), "posting_first_cited_date_start"),
            *_points("posting_first_cited_date_start_context"),
            *(*_day("posting_last_cited_date"), "posting_last_cited_date_end"),
            *(*_points("posting_last_cited_date_end_context"), "notes:admin"),
        ),
    ),
    "persons_extra": (
        "person_extra",
        (
            *("name", "id:admin", *_points("gender", "date_of_birth", "deceased", "deceased_date")),
            *("account_type", "account_id", "account:source", "account:confidence"),
            *("external_link_description", "external_link:source", "external_link:confidence"),
            *("media_desc", "media:source", "media:confidence", "notes:admin"),
        ),
    ),
    "incidents": (
        "incident",
        (
            *_ADMIN,
            *(part for name in ("start", "end", "pub", "update") for part in _day(f"{name}_date")[:4]),
            *("update_status", "location_description", "location"),
            *("violation_type", "violation_description"),
            *("perpetrator_person_id:admin", "perpetrator_person_name"),
            *(
                "perpetrator_unit_id:admin",
                "perpetrator_unit_name",
                "perpetrator_classification",
                "all:source",
            ),
        ),
    ),
    "sources": (
        "source",
        (
            *("comments:admin", "restricted:admin"),
            *(
                "external_archive_sha_content:admin",
                "external_archive_sha_meta:admin",
                "access_point_id:admin",
            ),
            *("type", "title", "author", "url", "created_timestamp", "uploaded_timestamp"),
            *("published_timestamp", "accessed_timestamp", "access_point_type", "access_point_trigger"),
            *(
                "archive_url",
                "archive_timestamp",
                "publication_country",
                "publication_name",
                "publication_id:admin",
            ),
        ),
    ),
}
"""The columns of each table, behind the prefix that all of them have."""
