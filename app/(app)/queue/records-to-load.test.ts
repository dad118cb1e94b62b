import { describe, expect, it } from 'vitest';
import type { RecommendationDetailsJson } from './queue-row';
import type { LoadedRecord } from './recommendation-records';
import { recordsToLoad } from './records-to-load';

const REQUESTED_AT = 1_000;
const rows = Array.from({ length: 30 }, (_, at) => ({ id: String(at), version: 'a' }));

/** A loaded record; the type needs only what decides whether to load it again. */
function record(version: string | null, requestedAt = 0): LoadedRecord {
  return { details: { version } as RecommendationDetailsJson, requestedAt };
}

function toLoad(activeId: string, loaded: Readonly<Record<string, LoadedRecord>>) {
  return recordsToLoad({ rows, requestedAt: REQUESTED_AT }, activeId, (id) => loaded[id]);
}

/** Records of the rows from one place to before another. */
const loadedRows = (from: number, to: number) =>
  Object.fromEntries(rows.slice(from, to).map(({ id }) => [id, record('a')]));

describe('the records to load', () => {
  it('are the next ten and the two before, without those that are loaded', () => {
    expect(toLoad('0', { 0: record('a') })).toEqual(rows.slice(1, 11).map(({ id }) => id));
    expect(toLoad('20', {})).toEqual(rows.slice(18).map(({ id }) => id));
  });

  it('are none while the next five are loaded', () => {
    expect(toLoad('4', loadedRows(4, 10))).toEqual([]);
    expect(toLoad('5', loadedRows(4, 10))).toHaveLength(6 + 1);
  });

  it('include one whose row has changed since it was requested', () => {
    const changed = { ...loadedRows(0, 30), 7: record('b') };
    expect(toLoad('4', changed)).toEqual(['7']);
    expect(toLoad('4', { ...changed, 7: record('b', REQUESTED_AT + 1) })).toEqual([]);
  });

  it('are the active one alone if it has left the rows, until it is known to be decided', () => {
    expect(toLoad('gone', { gone: record('a') })).toEqual(['gone']);
    expect(toLoad('gone', { gone: record('a', REQUESTED_AT + 1) })).not.toContain('gone');
    expect(toLoad('gone', { gone: record(null) })).not.toContain('gone');
  });
});
