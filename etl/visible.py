"""What is published of the catalogue: personal and sensitive measures and their users are not."""

from etl.catalog import YES, Catalog, Row, terms


def is_asked_for(catalog: Catalog, setting: str) -> bool:
    """Whether the office wants published what is left out by itself."""
    return catalog.settings.get(setting, "").casefold() in YES


def hidden_measures(catalog: Catalog) -> set[str]:
    """Personal and sensitive measures, unless the office asks for the one or the other."""
    with_personal = is_asked_for(catalog, "include_personal")
    with_sensitive = is_asked_for(catalog, "include_sensitive")
    return {
        m["measure_id"]
        for m in catalog.tables["measure"]
        if (m["is_personal"] and not with_personal) or (m["is_sensitive"] and not with_sensitive)
    }


def visible(catalog: Catalog) -> Catalog:
    """The catalogue without hidden measures and the indicators, targets, sets that use them."""
    hidden = hidden_measures(catalog)
    if not hidden:
        return catalog
    gone = {r["indicator_id"] for r in catalog.tables["indicator"] if hidden & set(_used(r))}
    tables = dict(catalog.tables)
    tables["measure"] = [r for r in tables["measure"] if r["measure_id"] not in hidden]
    tables["layout_field"] = [
        r for r in tables["layout_field"] if not hidden & {r["measure_id"], r["of_measure_id"]}
    ]
    for name in ("indicator", "target", "indicator_set"):
        tables[name] = [r for r in tables[name] if r["indicator_id"] not in gone]
    tables["movement"] = [_led(r, tables["indicator"]) for r in tables["movement"]]
    return Catalog(tables, catalog.files)


def _used(indicator: Row) -> list[str]:
    named = terms(indicator["numerator"]) + terms(indicator["denominator"])
    return [m for _, m in named] + indicator["weight"]


def _led(movement: Row, indicators: list[Row]) -> Row:
    """The movement with its lead indicator, or where that is hidden with its first one left."""
    own = [r for r in indicators if r["movement_id"] == movement["movement_id"]]
    if any(r["indicator_id"] == movement["lead_indicator_id"] for r in own):
        return movement
    first = min(own, key=lambda r: r["sort"], default=None)
    return movement | {"lead_indicator_id": first["indicator_id"] if first else None}
