/** A head of the audit trail, as a server wrote it to the log. */
export interface LoggedHead {
  readonly entry: number;
  readonly hash: string;
}

/**
 * What is wrong with the audit trail, and with which entries:
 * - `changed`: their text does not match their hash, or the next entry has another hash of them
 * - `removed`: they are missing, between others or at the end
 * - `inserted`: they have the number of another entry, or one after the head or before the first
 * - `rewritten`: the log has another hash of the last of them
 * - `head`: the head has another hash of the newest entry; one of the two was changed
 * - `no_head`: the row with the head is missing
 */
export interface AuditProblem {
  readonly kind: 'changed' | 'removed' | 'inserted' | 'rewritten' | 'head' | 'no_head';
  readonly from: number;
  readonly to: number;
}

/** The result of checking the whole audit trail. Without problems, nobody edited it. */
export interface AuditVerification {
  /** How many entries were read. */
  readonly entries: number;
  /** The number of the newest entry; 0 if there is none. */
  readonly newest: number;
  /** How many heads from the log were compared. */
  readonly heads: number;
  /** The first problems, by entry. */
  readonly problems: readonly AuditProblem[];
  /** How many problems there are beyond these. */
  readonly moreProblems: number;
}
