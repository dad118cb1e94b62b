import { describe, it } from 'vitest';
import { type Engine, engine, engines, whyMissing } from './engine';

/**
 * Describes something once on every engine that can be had here; the others are seen skipped. Where
 * TEST_WAREHOUSE names an engine, on that alone.
 */
export function describeOnEveryEngine(
  title: string,
  describes: (on: Engine) => void,
  wanted: readonly Engine[] = engines,
): void {
  const named = process.env.TEST_WAREHOUSE ? [engine] : engines;
  for (const on of wanted.filter((each) => named.includes(each))) {
    const why = whyMissing(on);
    if (why === undefined) describe(`${title}, on ${on}`, () => describes(on));
    else it.skip(`${title}, on ${on} (skipped: ${why})`, () => {});
  }
}

/** Describes what only the embedded warehouse has; skipped on others, with the reason said. */
export function describeEmbedded(title: string, why: string, describes: () => void): void {
  const embedded = engine === 'duckdb';
  describe.skipIf(!embedded)(
    embedded ? title : `${title} (skipped on ${engine}: ${why})`,
    describes,
  );
}
