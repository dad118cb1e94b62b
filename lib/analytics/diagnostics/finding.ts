/** Most severe first. */
export const severities = ['blocking', 'warning', 'info'] as const;
export type Severity = (typeof severities)[number];

/** An owner whose accounts can be marked as needing a CSM. */
export interface OwnerToMark {
  readonly owner: string;
  /** The accounts to mark: those that don't wait for a CSM. */
  readonly accounts: number;
  /** Whether the owner is a former CSM, not a name that was never one's. */
  readonly wasCsm: boolean;
}

/**
 * What to do about a finding: follow a link (of admins only, if it is `adminHref`), run a command, refresh
 * the stale recommendations, or mark accounts as needing a CSM.
 */
export type FindingAction =
  | { readonly label: string; readonly refresh: number }
  | { readonly label: string; readonly mark: readonly OwnerToMark[] }
  | { readonly label: string; readonly href: string }
  | { readonly label: string; readonly adminHref: string }
  | { readonly label: string; readonly command: string };

/** An account, a CSM, or something else that a finding is about. */
export type FindingRow = (
  | { readonly account: string; readonly name: string | null }
  | { readonly csm: string }
  | { readonly text: string }
) & {
  /** What is notable about it. With `at`, it ends in a word that the time completes. */
  readonly note?: string | undefined;
  readonly at?: Date | undefined;
};

/** A problem or notable fact, and what to do about it. */
export interface Finding {
  readonly id: string;
  readonly severity: Severity;
  /** A sentence without a period. With `at`, it ends in a preposition that the time completes. */
  readonly title: string;
  readonly at?: Date | undefined;
  /** Why it matters, in one or more sentences. */
  readonly detail: string;
  /** Everything it is about. The page shows a few at a time. */
  readonly rows?: readonly FindingRow[] | undefined;
  /** May be empty if the detail says what to do. */
  readonly actions: readonly FindingAction[];
}

/** Formats the numbers in findings for a locale (BCP 47). */
export function findingNumbers(locale: string) {
  const integer = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const tenths = new Intl.NumberFormat(locale, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  const number = (value: number) => integer.format(value);
  return {
    number,
    /** One decimal: "3.2". */
    tenths: (value: number) => tenths.format(value),
    /** "1 account needs", "3 accounts need". */
    count: (count: number, one: string, many: string) =>
      `${number(count)} ${count === 1 ? one : many}`,
  };
}

export type FindingNumbers = ReturnType<typeof findingNumbers>;
