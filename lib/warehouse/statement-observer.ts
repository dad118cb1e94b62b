/** Told of every statement once it ended, well or not. */
export type StatementObserver = (event: {
  readonly name: string;
  readonly ms: number;
  readonly ok: boolean;
  /** `control` is what makes no part of the work: COMMIT, ROLLBACK, the setting up of a session. */
  readonly kind: 'statement' | 'control';
}) => void;
