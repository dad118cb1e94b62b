import { raw, type Sql } from 'sql-template-tag';

const schema = 'DSV_WAREHOUSE.DATA_SCIENCE';

/** Qualified names of the tables and views. */
export const tableNames = {
  recommendations: `${schema}.CSM_ROUTING_RECOMMENDATIONS_CANNE`,
  assignments: `${schema}.ACCOUNT_CSM_ASSIGNMENTS_CANNE`,
  activeCsms: `${schema}.resi_corp_active_csms`,
  accountScores: `${schema}.data_csm_routing_account_health_revenue_tad_neediness`,
  onboarding: 'DSV_SHARE.PUBLIC.VW_ONBOARDING_DETAIL',

  accounts: `${schema}.CSM_ROUTING_ACCOUNTS_V`,
  csms: `${schema}.CSM_ROUTING_CSMS_V`,

  runs: `${schema}.CSM_ROUTING_RUNS`,
  runInputs: `${schema}.CSM_ROUTING_RUN_INPUTS`,
  runDeferrals: `${schema}.CSM_ROUTING_RUN_DEFERRALS`,
  explanations: `${schema}.CSM_ROUTING_EXPLANATIONS`,
  decisions: `${schema}.CSM_ROUTING_DECISIONS`,
  policies: `${schema}.CSM_ROUTING_POLICIES`,
  members: `${schema}.CSM_ROUTING_MEMBERS`,
  reviews: `${schema}.CSM_ROUTING_REVIEWS`,
  reviewCalls: `${schema}.CSM_ROUTING_REVIEW_CALLS`,
  notes: `${schema}.CSM_ROUTING_NOTES`,
  snoozes: `${schema}.CSM_ROUTING_SNOOZES`,
  markedAccounts: `${schema}.CSM_ROUTING_MARKED_ACCOUNTS`,
  queueViews: `${schema}.CSM_ROUTING_QUEUE_VIEWS`,
  preferences: `${schema}.CSM_ROUTING_PREFERENCES`,
  sessions: `${schema}.CSM_ROUTING_SESSIONS`,
  invitations: `${schema}.CSM_ROUTING_INVITATIONS`,
  apiTokens: `${schema}.CSM_ROUTING_API_TOKENS`,
  signInFailures: `${schema}.CSM_ROUTING_SIGN_IN_FAILURES`,
  audit: `${schema}.CSM_ROUTING_AUDIT`,
  auditHead: `${schema}.CSM_ROUTING_AUDIT_HEAD`,
  schedule: `${schema}.CSM_ROUTING_SCHEDULE`,
  notifications: `${schema}.CSM_ROUTING_NOTIFICATIONS`,
  locks: `${schema}.CSM_ROUTING_LOCKS`,
  schemaVersions: `${schema}.CSM_ROUTING_SCHEMA_VERSIONS`,

  /** Sources of VW_ONBOARDING_DETAIL and CSM_ROUTING_CSMS_V on the embedded warehouse. */
  onboardingSource: `${schema}.CSM_ROUTING_ONBOARDING`,
  csmDetails: `${schema}.CSM_ROUTING_CSM_DETAILS`,
  csmChanges: `${schema}.CSM_ROUTING_CSM_CHANGES`,
  /** Filled from `csmSourceNames`; exists only where setup found one of them. */
  csmSources: `${schema}.CSM_ROUTING_CSM_SOURCES`,
} as const;

/** Where the data team keeps facts about CSMs. An installation may lack any of them. */
export const csmSourceNames = {
  customerHistory: 'DSV_WAREHOUSE.POST_SALES.VW_CUSTOMER_HISTORY_DAILY',
  accountCsms: 'DSV_WAREHOUSE.PUBLIC.ACCOUNT_CSM_V2',
  employees: 'DSV_WAREHOUSE.PUBLIC.FACT_WDAY_EMPLOYEE_WEEKLY_HISTORY',
} as const;

/** A source of facts about CSMs. */
export type CsmSource = keyof typeof csmSourceNames;

/** A table or view, as a statement declares it. */
export type TableName = keyof typeof tableNames;

/** For a statement that may touch anything, such as a migration. */
export const allTables = Object.keys(tableNames) as readonly TableName[];

/** The tables and views as SQL fragments, so that a template inserts them as text, not as binds. */
export const t = Object.fromEntries(
  Object.entries(tableNames).map(([key, name]) => [key, raw(name)]),
) as Readonly<Record<TableName, Sql>>;

/**
 * A table as a statement reads it to see the data team's times unconverted, and not to need their
 * columns: the Snowflake driver converts times only where a name follows FROM directly.
 */
export function asStored(name: TableName): Sql {
  return raw(`/* as stored */ ${tableNames[name]}`);
}
