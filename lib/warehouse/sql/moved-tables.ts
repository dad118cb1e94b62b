import type { TableName } from '@/lib/warehouse/tables';

/**
 * Added to the ids of recommendations that move, because the data team's table has ids of its own, which
 * count from 1, and goes on counting where it is.
 */
export const MOVED_ID_OFFSET = 1_000_000_000_000n;

/**
 * What a column has:
 * - `score`: a number that the data team's tables may round to an integer
 * - `time`: moved as microseconds, `date`: as days since 1970
 * - `id`: a recommendation's id
 */
export type MovedKind = 'text' | 'flag' | 'number' | 'score' | 'time' | 'date' | 'id';

/** A table whose rows move from the embedded warehouse to Snowflake. */
export interface MovedTable {
  readonly name: TableName;
  /** Every column, in the order of the table. */
  readonly columns: Readonly<Record<string, MovedKind>>;
  /** The columns that identify a row. */
  readonly key: readonly string[];
  /** Whether it also has rows of other programs, and times in the data team's time zone. */
  readonly isDataTeams?: boolean;
  /** Whether its rows have long texts, so that fewer are read at once. */
  readonly isWide?: boolean;
}

/** Columns of one kind. */
function all<const Name extends string, const Kind extends MovedKind>(
  kind: Kind,
  names: Name,
): Readonly<Record<string, Kind>> {
  return Object.fromEntries(names.split(' ').map((name) => [name, kind]));
}

/**
 * The tables that move, in this order. Sessions, failed sign-ins, locks, the schedule, and notifications do
 * not.
 */
export const movedTables: readonly MovedTable[] = [
  {
    name: 'policies',
    key: ['version'],
    columns: {
      ...all('number', 'version'),
      ...all('text', 'policy note created_by'),
      ...all('time', 'created_at'),
    },
  },
  {
    name: 'members',
    key: ['email'],
    columns: {
      ...all('text', 'email name role password_hash'),
      ...all('time', 'created_at disabled_at'),
      ...all('text', 'sso_issuer sso_subject role_source'),
    },
  },
  {
    name: 'invitations',
    key: ['invitation_id'],
    columns: {
      ...all('text', 'invitation_id email token_hash created_by'),
      ...all('time', 'created_at expires_at used_at'),
    },
  },
  {
    name: 'apiTokens',
    key: ['token_id'],
    columns: {
      ...all('text', 'token_id name token_hash scopes created_by created_by_name'),
      ...all('time', 'created_at expires_at last_used_at revoked_at'),
      ...all('text', 'revoked_by'),
    },
  },
  {
    name: 'csmDetails',
    key: ['csm_name'],
    columns: {
      ...all('text', 'csm_name'),
      ...all('number', 'tenure_months'),
      ...all('text', 'manager_name segment account_level'),
      ...all('number', 'capacity'),
      ...all('time', 'away_until'),
      ...all('date', 'start_date'),
      ...all('time', 'away_from'),
      ...all('text', 'source_values'),
    },
  },
  {
    name: 'csmChanges',
    key: ['change_id'],
    columns: {
      ...all('text', 'change_id csm_name csm_key field value_before value_after'),
      ...all('text', 'changed_by changed_by_name'),
      ...all('time', 'changed_at'),
    },
  },
  {
    name: 'markedAccounts',
    key: ['account_id', 'marked_at'],
    columns: {
      ...all('text', 'account_id'),
      ...all('flag', 'is_marked'),
      ...all('time', 'marked_at'),
      ...all('text', 'marked_by marked_by_name reason'),
    },
  },
  {
    name: 'queueViews',
    key: ['view_id'],
    columns: {
      ...all('text', 'view_id name query owner owner_name'),
      ...all('flag', 'shared'),
      ...all('time', 'created_at updated_at'),
    },
  },
  {
    name: 'preferences',
    key: ['email', 'name'],
    columns: { ...all('text', 'email name preference'), ...all('time', 'updated_at') },
  },
  {
    name: 'runs',
    key: ['run_id'],
    isWide: true,
    columns: {
      ...all('text', 'run_id mode'),
      ...all('flag', 'dry_run'),
      ...all('text', 'account_id'),
      ...all('number', 'batch_size'),
      ...all('text', 'status stage started_by'),
      ...all('text', 'started_by_name'),
      ...all('time', 'started_at finished_at'),
      ...all('number', 'policy_version placed deferred'),
      ...all('text', 'failure_code failure result fairness unavailable deferred_accounts'),
      ...all('number', 'max_per_run'),
      ...all('text', 'books idempotency_key input_hash'),
      ...all('time', 'rolled_back_at'),
      ...all('text', 'rolled_back_by rolled_back_by_name'),
    },
  },
  {
    name: 'runInputs',
    key: ['run_id', 'part'],
    isWide: true,
    columns: { ...all('text', 'run_id'), ...all('number', 'part'), ...all('text', 'input') },
  },
  {
    name: 'runDeferrals',
    key: ['run_id', 'part'],
    isWide: true,
    columns: {
      ...all('text', 'run_id'),
      ...all('number', 'part first_place accounts'),
      ...all('text', 'account_ids deferrals'),
    },
  },
  {
    name: 'recommendations',
    key: ['recommendation_id'],
    isDataTeams: true,
    columns: {
      ...all('id', 'recommendation_id'),
      ...all('text', 'account_id recommended_csm'),
      ...all('time', 'recommendation_timestamp'),
      ...all('text', 'assignment_method'),
      ...all('score', 'neediness_score health_score revenue'),
      ...all('text', 'account_segment account_level'),
      ...all('number', 'optimization_score'),
      ...all('text', 'llm_feedback'),
      ...all('flag', 'was_assigned'),
      ...all('text', 'actual_assigned_csm run_id'),
      ...all('number', 'batch_size'),
    },
  },
  {
    name: 'explanations',
    key: ['recommendation_id'],
    isWide: true,
    columns: {
      ...all('id', 'recommendation_id'),
      ...all('text', 'run_id account_id'),
      ...all('number', 'policy_version score'),
      ...all('text', 'current_csm explanation'),
      ...all('number', 'neediness health revenue'),
    },
  },
  {
    name: 'decisions',
    key: ['decision_id'],
    columns: {
      ...all('text', 'decision_id request_id'),
      ...all('id', 'recommendation_id'),
      ...all('text', 'account_id verb recommended_csm csm_name reason note set_aside undoes'),
      ...all('text', 'assignment_before decided_by decided_by_name'),
      ...all('time', 'decided_at'),
      ...all('number', 'seen_ms'),
      ...all('time', 'needs_csm_since'),
    },
  },
  {
    name: 'reviewCalls',
    key: ['call_id'],
    columns: {
      ...all('text', 'call_id run_id kind batch_id status failure_code failure'),
      ...all('number', 'asked reviewed'),
      ...all('text', 'model'),
      ...all('number', 'prompt_version input_tokens cache_write_tokens cache_read_tokens'),
      ...all('number', 'output_tokens latency_ms'),
      ...all('text', 'started_by'),
      ...all('time', 'started_at expires_at ended_at'),
    },
  },
  {
    name: 'reviews',
    key: ['review_id'],
    columns: {
      ...all('text', 'review_id'),
      ...all('id', 'recommendation_id'),
      ...all('text', 'run_id account_id call_id verdict'),
      ...all('number', 'confidence'),
      ...all('text', 'feedback issues suggested_csm dropped_suggestion model'),
      ...all('number', 'prompt_version'),
      ...all('flag', 'hidden'),
      ...all('time', 'reviewed_at'),
    },
  },
  {
    name: 'notes',
    key: ['note_id'],
    columns: {
      ...all('text', 'note_id account_id'),
      ...all('id', 'recommendation_id'),
      ...all('text', 'note created_by created_by_name'),
      ...all('time', 'created_at'),
    },
  },
  {
    name: 'snoozes',
    key: ['snooze_id'],
    columns: {
      ...all('text', 'snooze_id'),
      ...all('id', 'recommendation_id'),
      ...all('text', 'account_id'),
      ...all('time', 'snoozed_until'),
      ...all('text', 'snoozed_by snoozed_by_name'),
      ...all('time', 'snoozed_at'),
    },
  },
  {
    name: 'assignments',
    key: ['account_id'],
    isDataTeams: true,
    columns: {
      ...all('text', 'account_id csm_name'),
      ...all('time', 'assignment_date'),
      ...all('text', 'assignment_method llm_review_feedback'),
      ...all('time', 'last_updated'),
    },
  },
  {
    name: 'audit',
    key: ['entry_number'],
    columns: {
      ...all('number', 'entry_number'),
      ...all('time', 'happened_at'),
      ...all('text', 'actor actor_name action subject details previous_hash entry_hash'),
    },
  },
];
