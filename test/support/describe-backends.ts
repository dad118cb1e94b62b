import { describe, it } from 'vitest';
import { type Backend, backend, backends, unavailableReason } from './test-warehouse';

/**
 * Runs tests on DuckDB and on a Snowflake account. Without an account, the latter are skipped. If
 * TEST_WAREHOUSE is set, runs them on that engine only.
 */
export function describeOnEveryBackend(
  title: string,
  tests: (on: Backend) => void,
  among: readonly Backend[] = backends,
): void {
  const selected: Backend[] = process.env.TEST_WAREHOUSE ? [backend] : ['duckdb', 'snowflake'];
  for (const on of selected.filter((each) => among.includes(each))) {
    const reason = unavailableReason(on);
    if (reason === undefined) describe(`${title}, on ${on}`, () => tests(on));
    else it.skip(`${title}, on ${on} (skipped: ${reason})`, () => {});
  }
}

/** Runs tests on DuckDB only. On other engines they are skipped with a reason. */
export function describeOnDuckDb(title: string, reason: string, tests: () => void): void {
  const isDuckDb = backend === 'duckdb';
  describe.skipIf(!isDuckDb)(
    isDuckDb ? title : `${title} (skipped on ${backend}: ${reason})`,
    tests,
  );
}
