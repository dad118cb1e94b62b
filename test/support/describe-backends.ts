import { describe, it } from 'vitest';
import { type Backend, backend, backends, unavailableReason } from './test-warehouse';

/**
 * Describes something once on every engine that can be had here; the others are seen skipped. Where
 * TEST_WAREHOUSE names an engine, on that alone.
 */
export function describeOnEveryBackend(
  title: string,
  describes: (on: Backend) => void,
  wanted: readonly Backend[] = backends,
): void {
  const named = process.env.TEST_WAREHOUSE ? [backend] : backends;
  for (const on of wanted.filter((each) => named.includes(each))) {
    const why = unavailableReason(on);
    if (why === undefined) describe(`${title}, on ${on}`, () => describes(on));
    else it.skip(`${title}, on ${on} (skipped: ${why})`, () => {});
  }
}

/** Describes what only the embedded warehouse has; skipped on others, with the reason said. */
export function describeOnDuckDb(title: string, why: string, describes: () => void): void {
  const embedded = backend === 'duckdb';
  describe.skipIf(!embedded)(
    embedded ? title : `${title} (skipped on ${backend}: ${why})`,
    describes,
  );
}
