import {
  type DataTeamTable,
  nameParts,
  tableVariables,
} from '@/lib/warehouse/snowflake/name-mapping';
import { csmSourceNames, tableNames } from '@/lib/warehouse/tables';
import type { ResolveName } from './data-team';

export type Privilege = 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE';

/** The privileges that the server needs on a table or view. */
export interface RequiredPrivileges {
  readonly name: keyof typeof tableNames;
  readonly kind: 'TABLE' | 'VIEW';
  readonly privileges: readonly Privilege[];
  /** Every column that an UPDATE or MERGE of ours sets. */
  readonly updatedColumns?: readonly string[];
}

/**
 * The minimum privileges on each table and view to run the server, the data team's first. Setup and
 * imports need ownership instead.
 */
export const requiredPrivileges: readonly RequiredPrivileges[] = [
  {
    name: 'recommendations',
    kind: 'TABLE',
    privileges: ['SELECT', 'INSERT', 'UPDATE'],
    updatedColumns: ['was_assigned', 'actual_assigned_csm', 'llm_feedback'],
  },
  {
    name: 'assignments',
    kind: 'TABLE',
    privileges: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'],
    updatedColumns: [
      'csm_name',
      'assignment_date',
      'assignment_method',
      'llm_review_feedback',
      'last_updated',
    ],
  },
  { name: 'activeCsms', kind: 'TABLE', privileges: ['SELECT'] },
  { name: 'accountScores', kind: 'TABLE', privileges: ['SELECT'] },
  { name: 'onboarding', kind: 'VIEW', privileges: ['SELECT'] },
  { name: 'accounts', kind: 'VIEW', privileges: ['SELECT'] },
  { name: 'csms', kind: 'VIEW', privileges: ['SELECT'] },
  {
    name: 'runs',
    kind: 'TABLE',
    privileges: ['SELECT', 'INSERT', 'UPDATE'],
    updatedColumns: [
      'status',
      'stage',
      'finished_at',
      'placed',
      'deferred',
      'failure_code',
      'failure',
      'result',
      'fairness',
      'unavailable',
      'deferred_accounts',
      'books',
      'rolled_back_at',
      'rolled_back_by',
      'rolled_back_by_name',
    ],
  },
  { name: 'runInputs', kind: 'TABLE', privileges: ['SELECT', 'INSERT'] },
  { name: 'runDeferrals', kind: 'TABLE', privileges: ['SELECT', 'INSERT'] },
  {
    name: 'explanations',
    kind: 'TABLE',
    privileges: ['SELECT', 'INSERT'],
  },
  { name: 'decisions', kind: 'TABLE', privileges: ['SELECT', 'INSERT'] },
  { name: 'policies', kind: 'TABLE', privileges: ['SELECT', 'INSERT'] },
  {
    name: 'members',
    kind: 'TABLE',
    privileges: ['SELECT', 'INSERT', 'UPDATE'],
    updatedColumns: [
      'name',
      'role',
      'password_hash',
      'disabled_at',
      'sso_issuer',
      'sso_subject',
      'role_source',
    ],
  },
  {
    name: 'reviews',
    kind: 'TABLE',
    privileges: ['SELECT', 'INSERT'],
  },
  {
    name: 'reviewCalls',
    kind: 'TABLE',
    privileges: ['SELECT', 'INSERT', 'UPDATE'],
    updatedColumns: [
      'status',
      'batch_id',
      'failure_code',
      'failure',
      'asked',
      'reviewed',
      'model',
      'input_tokens',
      'cache_write_tokens',
      'cache_read_tokens',
      'output_tokens',
      'latency_ms',
      'expires_at',
      'ended_at',
    ],
  },
  { name: 'notes', kind: 'TABLE', privileges: ['SELECT', 'INSERT'] },
  { name: 'snoozes', kind: 'TABLE', privileges: ['SELECT', 'INSERT'] },
  { name: 'markedAccounts', kind: 'TABLE', privileges: ['SELECT', 'INSERT'] },
  {
    name: 'queueViews',
    kind: 'TABLE',
    privileges: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'],
    updatedColumns: ['name', 'query', 'shared', 'updated_at'],
  },
  {
    name: 'preferences',
    kind: 'TABLE',
    privileges: ['SELECT', 'INSERT', 'UPDATE'],
    updatedColumns: ['preference', 'updated_at'],
  },
  {
    name: 'sessions',
    kind: 'TABLE',
    privileges: ['SELECT', 'INSERT', 'UPDATE'],
    updatedColumns: ['last_seen_at', 'ended_at', 'ended_by', 'end_reason'],
  },
  {
    name: 'invitations',
    kind: 'TABLE',
    privileges: ['SELECT', 'INSERT', 'UPDATE'],
    updatedColumns: ['expires_at', 'used_at'],
  },
  {
    name: 'apiTokens',
    kind: 'TABLE',
    privileges: ['SELECT', 'INSERT', 'UPDATE'],
    updatedColumns: ['last_used_at', 'revoked_at', 'revoked_by'],
  },
  { name: 'signInFailures', kind: 'TABLE', privileges: ['SELECT', 'INSERT', 'DELETE'] },
  { name: 'audit', kind: 'TABLE', privileges: ['SELECT', 'INSERT'] },
  {
    name: 'auditHead',
    kind: 'TABLE',
    privileges: ['SELECT', 'UPDATE'],
    updatedColumns: ['entry_number', 'previous_hash', 'entry_hash'],
  },
  {
    name: 'schedule',
    kind: 'TABLE',
    privileges: ['SELECT', 'INSERT', 'UPDATE'],
    updatedColumns: [
      'pattern',
      'checked_until',
      'due_at',
      'started_at',
      'ended_at',
      'status',
      'message',
      'run_id',
      'missed',
      'missed_from',
      'missed_until',
    ],
  },
  {
    name: 'notifications',
    kind: 'TABLE',
    privileges: ['SELECT', 'INSERT', 'UPDATE'],
    updatedColumns: ['status', 'attempts', 'next_attempt_at', 'last_error', 'ended_at'],
  },
  {
    name: 'locks',
    kind: 'TABLE',
    privileges: ['SELECT', 'UPDATE'],
    updatedColumns: ['holder', 'expires_at'],
  },
  { name: 'schemaVersions', kind: 'TABLE', privileges: ['SELECT'] },
  {
    name: 'csmDetails',
    kind: 'TABLE',
    privileges: ['SELECT', 'INSERT', 'UPDATE'],
    updatedColumns: [
      'start_date',
      'segment',
      'account_level',
      'capacity',
      'manager_name',
      'away_from',
      'away_until',
      'source_values',
    ],
  },
  { name: 'csmChanges', kind: 'TABLE', privileges: ['SELECT', 'INSERT'] },
];

/** Whether the data team provides the table or view. */
export function isDataTeamTable(name: keyof typeof tableNames): name is DataTeamTable {
  return name in tableVariables;
}

/** The grantee and its environment. */
export interface Grantee {
  readonly role: string;
  /** The virtual warehouse that runs queries. */
  readonly warehouse: string;
  readonly resolveName: ResolveName;
}

/** The GRANT statement for privileges on a table or view. */
export function grantStatement(
  required: RequiredPrivileges,
  grantee: Grantee,
  privileges = required.privileges,
): string {
  const object = `${required.kind} ${grantee.resolveName(tableNames[required.name])}`;
  return `GRANT ${privileges.join(', ')} ON ${object} TO ROLE ${grantee.role};`;
}

/** The grant to use the virtual warehouse. */
export function grantWarehouseUsage({ role, warehouse }: Grantee): string {
  return `GRANT USAGE ON WAREHOUSE ${warehouse} TO ROLE ${role};`;
}

/** The grants to create the program's tables and views. Only setup needs them. */
export function grantCreate({ role, resolveName }: Grantee): string {
  return `GRANT CREATE TABLE, CREATE VIEW ON SCHEMA ${schemaOf(resolveName(tableNames.runs))} TO ROLE ${role};`;
}

/** The minimum grants for the program's role, as SQL for an administrator. */
export function minimumGrants(grantee: Grantee): string {
  const { role, resolveName } = grantee;
  const onDataTeamTables = requiredPrivileges.filter(({ name }) => isDataTeamTable(name));
  const onOwnTables = requiredPrivileges.filter(({ name }) => !isDataTeamTable(name));
  const schemas = [
    ...new Set(requiredPrivileges.map(({ name }) => schemaOf(resolveName(tableNames[name])))),
  ];
  const share = nameParts(resolveName(tableNames.onboarding))[0] ?? '';
  const databases = [...new Set(schemas.map((schema) => nameParts(schema)[0] ?? ''))];
  const lines = [
    '-- To run statements and find the tables',
    grantWarehouseUsage(grantee),
    ...databases.map((database) => `GRANT USAGE ON DATABASE ${database} TO ROLE ${role};`),
    ...schemas.map((schema) => `GRANT USAGE ON SCHEMA ${schema} TO ROLE ${role};`),
    '',
    "-- The data team's tables (use ON VIEW for a view). If a database is an imported share, this",
    '-- grant replaces all grants in it:',
    `-- GRANT IMPORTED PRIVILEGES ON DATABASE ${share} TO ROLE ${role};`,
    ...onDataTeamTables.map((required) => grantStatement(required, grantee)),
    '',
    '-- For `npm run setup` only',
    grantCreate(grantee),
    ...optionalGrants(grantee, schemas),
    '',
    '-- Tables and views that setup creates. The role that runs setup owns them and needs no grants.',
    ...onOwnTables.map((required) => grantStatement(required, grantee)),
  ];
  return lines.join('\n');
}

/**
 * The grants to find the tenure and managers of CSMs, commented out.
 * @param granted the schemas that other grants cover
 */
function optionalGrants({ role }: Grantee, granted: readonly string[]): readonly string[] {
  const sources = Object.values(csmSourceNames);
  const schemas = [...new Set(sources.map(schemaOf))].filter((schema) => !granted.includes(schema));
  const databases = new Set(schemas.map((schema) => nameParts(schema)[0] ?? ''));
  const isGranted = (database: string) =>
    granted.some((schema) => nameParts(schema)[0] === database);
  return [
    '-- Optional: for the tenure and managers of CSMs, if you have these tables (use ON VIEW for a view)',
    ...[...databases]
      .filter((database) => !isGranted(database))
      .map((database) => `-- GRANT USAGE ON DATABASE ${database} TO ROLE ${role};`),
    ...schemas.map((schema) => `-- GRANT USAGE ON SCHEMA ${schema} TO ROLE ${role};`),
    ...sources.map((name) => `-- GRANT SELECT ON TABLE ${name} TO ROLE ${role};`),
  ];
}

function schemaOf(name: string): string {
  return nameParts(name).slice(0, 2).join('.');
}
