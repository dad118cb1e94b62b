import type { Rule } from './rule';
import { countScans, type ViewScans } from './scans';
import { splitAtCommas } from './selects';
import { allLevels } from './tokens';

/** Snowflake's limit on the text of a statement, which also applies to its binds. */
const MAX_STATEMENT_BYTES = 1_000_000;

/** Snowflake truncates or rejects a larger statement, with its binds. */
export const withinSizeLimit: Rule = ({ sql, binds }) => {
  const bytes = Buffer.byteLength(sql) + Buffer.byteLength(JSON.stringify(binds));
  if (bytes <= MAX_STATEMENT_BYTES) return [];
  return [`The statement has ${bytes} bytes with its binds, more than ${MAX_STATEMENT_BYTES}.`];
};

/** Above this number, the SDK uploads the binds to a stage, which works for bulk inserts only. */
const MAX_BINDS = 65_280;

export const withinBindLimit: Rule = ({ binds }) =>
  binds.length <= MAX_BINDS
    ? []
    : [`The statement has ${binds.length} binds, more than ${MAX_BINDS}.`];

/** Snowflake's limit on the items of an IN list or the rows of VALUES. */
const MAX_LIST_ITEMS = 16_384;

export const withinListLimit: Rule = ({ tokens }) =>
  [...allLevels(tokens)]
    .map((level) => splitAtCommas(level).length)
    .filter((items) => items > MAX_LIST_ITEMS)
    .map((items) => `A list has ${items} items, more than ${MAX_LIST_ITEMS}.`);

/** Snowflake inlines CTEs and views, and compiling many scans takes seconds. */
const MAX_SCANS = 40;

/** @param views the scans of the views that statements read */
export function withinScanLimit(views: ViewScans): Rule {
  return ({ sql }) => {
    const scans = countScans(sql, views);
    if (scans < MAX_SCANS) return [];
    return [`The statement scans tables ${scans} times; the limit is ${MAX_SCANS - 1}.`];
  };
}
