/** How many checks of a step passed, failed and were left out, and why those were. */
export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** What each failed check is called and how it failed, where the step has several. */
  readonly failures: readonly string[];
  /** One sentence for each check left out. */
  readonly skips: readonly string[];
}

/** The outcome of a step that is one check. */
export function single(passed: boolean): Outcome {
  return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0, failures: [], skips: [] };
}

/** The outcome of a step that could not be tried. */
export function leftOut(why: string): Outcome {
  return { passed: 0, failed: 0, skipped: 1, failures: [], skips: [why] };
}

/** The outcome of a step that is several. */
export function together(...outcomes: readonly Outcome[]): Outcome {
  const sum = (count: (outcome: Outcome) => number) =>
    outcomes.reduce((total, outcome) => total + count(outcome), 0);
  return {
    passed: sum(({ passed }) => passed),
    failed: sum(({ failed }) => failed),
    skipped: sum(({ skipped }) => skipped),
    failures: outcomes.flatMap(({ failures }) => failures),
    skips: outcomes.flatMap(({ skips }) => skips),
  };
}
