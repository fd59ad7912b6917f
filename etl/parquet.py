"""What a report says as Parquet: the form in which the archive keeps the values of one reading."""

import io

import pyarrow as pa
import pyarrow.parquet as pq

from etl.report import VALUE_COLUMNS, Value

TYPES = {"row_no": pa.int32(), "value": pa.decimal128(18, 6)}
SCHEMA = pa.schema([(c, TYPES.get(c, pa.string())) for c in VALUE_COLUMNS])


def parquet(values: list[Value]) -> bytes:
    """The bytes of one file; the same values give the same bytes."""
    columns = list(zip(*values, strict=True)) or [()] * len(VALUE_COLUMNS)
    arrays = [pa.array(c, f.type) for c, f in zip(columns, SCHEMA, strict=True)]
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(arrays, schema=SCHEMA), sink, compression="snappy")
    return sink.getvalue()
