import sql, { raw, type Sql } from 'sql-template-tag';

// A program that wrote to the recommendations table before this one let a model reassign accounts
// without a manager. It added an accepted row without scores, and left the original undecided with a
// note in its feedback.

/** The `assignment_method` of an account that the earlier program reassigned. */
export const EARLIER_REASSIGNMENT = 'llm_revised';

/** The original's feedback, up to the name of the CSM who received the account. */
const REVISED_NOTE = 'Revised by LLM - reassigned to ';

/** Condition on a recommendation's method: the earlier program reassigned the account. */
export function isEarlierReassignment(method: Sql): Sql {
  return sql`COALESCE(${method}, '') = ${raw(`'${EARLIER_REASSIGNMENT}'`)}`;
}

/** Condition on a recommendation's feedback: the earlier program reassigned the account instead. */
export function isRevisedFeedback(feedback: Sql): Sql {
  return sql`COALESCE(${feedback}, '') LIKE ${raw(`'${REVISED_NOTE}%'`)}`;
}

/** Whether the earlier program reassigned the account instead of this recommendation's CSM. */
export function wasRevised({ feedback }: { readonly feedback: string | null }): boolean {
  return feedback?.startsWith(REVISED_NOTE) ?? false;
}
