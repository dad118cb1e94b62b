/** The worst first: what stops the work, what slows it, what is good to know. */
export const severities = ['stops', 'slows', 'note'] as const;
export type Severity = (typeof severities)[number];

/** What can be done about a finding: a page to go to, or a command to give. */
export type FindingStep =
  | { readonly label: string; readonly href: string }
  | { readonly label: string; readonly command: string };

/** Something that stands out, and what to do about it. */
export interface Finding {
  readonly id: string;
  readonly severity: Severity;
  /** A plain sentence without its full stop; ends in a preposition where `at` completes it. */
  readonly what: string;
  /** A moment that completes the sentence, in the reader's zone. */
  readonly at?: Date | undefined;
  /** Why it matters, in a sentence. */
  readonly why: string;
  readonly steps: readonly FindingStep[];
}

/** "1 account needs", "3 accounts need": a count with what agrees with it. */
export function pluralize(count: number, one: string, many: string): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
}
