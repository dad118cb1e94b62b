import 'server-only';
import { resolve } from 'node:path';
import {
  type MissingCsmDetails,
  missingCsmDetails,
} from '@/lib/analytics/diagnostics/missing-csm-details';
import { defaultPolicy } from '@/lib/policy/policy';
import { upgradePolicy } from '@/lib/policy/upgrade-policy';
import { recordAudit } from '@/lib/server/audit/audited-transaction';
import { type Env, env } from '@/lib/server/env';
import { AppError } from '@/lib/server/errors';
import { openWarehouse } from '@/lib/warehouse/client';
import { PermissionDeniedError } from '@/lib/warehouse/errors';
import {
  checkSession,
  missingGrants,
  type RequestedSession,
} from '@/lib/warehouse/schema/check-privileges';
import { timeZoneProblems } from '@/lib/warehouse/schema/check-times';
import { contractViewProblems } from '@/lib/warehouse/schema/contract-views';
import { dailyTask } from '@/lib/warehouse/schema/csm-sources-table';
import { type Grantee, grantCreate, minimumGrants } from '@/lib/warehouse/schema/privileges';
import { type SourcesReport, setUpSources } from '@/lib/warehouse/schema/set-up-sources';
import { type SetUpReport, setUp } from '@/lib/warehouse/schema/setup';
import { mapName, mapNames } from '@/lib/warehouse/snowflake/name-mapping';
import { nameMappingFromEnv } from '@/lib/warehouse/snowflake/settings';
import { activeCsmDetails } from '@/lib/warehouse/sql/csm-details';
import { tableNames } from '@/lib/warehouse/tables';
import type { Warehouse } from '@/lib/warehouse/types';
import { operator } from './run-command';

/** What setup found, created, and could not do. */
export interface SetUpOutcome extends SetUpReport {
  /** The file, or the schema and the account. */
  readonly location: string;
  /** Problems with contract views that were redefined, one sentence each. */
  readonly viewProblems: readonly string[];
  /** What the data team's optional tables allow. */
  readonly sources: SourcesReport & {
    /** In Snowflake: statements that read the tenure and managers of CSMs every day. */
    readonly dailyTask: string | null;
  };
  /** Active CSMs and those who lack details; null if the CSM view cannot be read. */
  readonly csms: { readonly active: number; readonly missing: MissingCsmDetails } | null;
  /** Signs that the data team's times are in another time zone than configured, one sentence each. */
  readonly timeZoneProblems: readonly string[];
  /** In Snowflake: the minimum grants as SQL, and the missing ones. */
  readonly grants: {
    readonly role: string;
    readonly least: string;
    readonly missing: readonly string[];
  } | null;
}

/**
 * Creates the configured warehouse, or adds what is missing. Idempotent. In Snowflake the data team's
 * tables must exist, unless samples are requested.
 * @param options.applyViews replace contract views that could use more of the data team's tables
 * @throws AppError with a `warehouse_*` code; `invalid_input` if samples are requested but the data
 *   team's tables exist, or if an optional table of the data team cannot be read
 */
export async function setUpWarehouse(
  now: Date,
  {
    sampleTables = false,
    applyViews: apply = false,
    open = openWarehouse,
  }: {
    readonly sampleTables?: boolean;
    readonly applyViews?: boolean;
    readonly open?: typeof openWarehouse;
  } = {},
): Promise<SetUpOutcome> {
  const warehouse = await open({ create: true });
  const policyJson = JSON.stringify(defaultPolicy);
  try {
    if (warehouse.kind === 'duckdb') {
      const report = await setUp(warehouse, { now, policyJson, upgradePolicy });
      const sources = await setUpSources(warehouse, { ...report, apply });
      await recordSetUp(warehouse, report, sources, now);
      const viewProblems = await contractViewProblems(warehouse);
      return {
        ...report,
        location: resolve(env().DUCKDB_PATH),
        viewProblems,
        sources: { ...sources, dailyTask: null },
        csms: viewProblems.length === 0 ? await findMissingDetails(warehouse) : null,
        timeZoneProblems: [],
        grants: null,
      };
    }
    const settings = env();
    const grantee = await checkSession(warehouse, sessionFromEnv());
    const dataTeam = sampleTables ? 'create' : 'expect';
    const { resolveName } = grantee;
    const dataTimeZone = settings.SNOWFLAKE_DATA_TIMEZONE;
    const setUpAll = async () => {
      const installation = { dataTimeZone, resolveName };
      const policies = { policyJson, upgradePolicy };
      const report = await setUp(warehouse, { now, ...policies, dataTeam, ...installation });
      const sources = await setUpSources(warehouse, { ...report, apply, ...installation });
      await recordSetUp(warehouse, report, sources, now);
      return { ...report, sources: withNames(sources, settings) };
    };
    const report = await setUpAll().catch((error: unknown) => {
      throw error instanceof PermissionDeniedError ? cannotCreateError(error, grantee) : error;
    });
    const viewProblems = await contractViewProblems(warehouse);
    const missing = await missingGrants(warehouse, grantee);
    const { SNOWFLAKE_DATABASE: database, SNOWFLAKE_SCHEMA: schema } = settings;
    return {
      ...report,
      location: `${database}.${schema} of ${settings.SNOWFLAKE_ACCOUNT}`,
      viewProblems,
      timeZoneProblems: await timeZoneProblems(warehouse, dataTimeZone, resolveName),
      csms:
        viewProblems.length === 0 && missing.length === 0
          ? await findMissingDetails(warehouse)
          : null,
      grants: { role: grantee.role, least: minimumGrants(grantee), missing },
    };
  } finally {
    await warehouse.close();
  }
}

/** Records in the audit trail what setup changed, if anything. */
async function recordSetUp(
  warehouse: Warehouse,
  { from, to, createdViews }: SetUpReport,
  { replaced }: SourcesReport,
  now: Date,
): Promise<void> {
  if (from === to && createdViews.length === 0 && replaced.length === 0) return;
  await recordAudit(
    { warehouse, person: operator(), now: () => now },
    {
      action: 'setup.done',
      details: { from, to, createdViews, replacedViews: replaced.map(({ view }) => view) },
    },
  );
}

/** The statements with the installation's names, for a person to run them. */
function withNames(sources: SourcesReport, settings: Env): SetUpOutcome['sources'] {
  const { filledBy, statements } = sources;
  const mapping = nameMappingFromEnv(settings);
  const dailyTaskOf = (statement: string) =>
    dailyTask(mapNames(statement, mapping), {
      task: `${mapName(tableNames.csmSources, mapping)}_DAILY`,
      warehouse: settings.SNOWFLAKE_WAREHOUSE ?? '',
    });
  return {
    ...sources,
    statements: statements.map((sql) => mapNames(sql, mapping)),
    dailyTask: filledBy === null ? null : dailyTaskOf(filledBy),
  };
}

async function findMissingDetails(warehouse: Warehouse): Promise<SetUpOutcome['csms']> {
  const csms = await warehouse.read(activeCsmDetails(new Date()));
  return { active: csms.length, missing: missingCsmDetails(csms) };
}

/**
 * Returns the minimum grants as SQL, without connecting.
 * @throws AppError `invalid_input` unless the warehouse is Snowflake
 */
export function grantsFromEnv(): string {
  const settings = env();
  if (settings.WAREHOUSE !== 'snowflake') {
    throw new AppError('invalid_input', 'Grants apply only to Snowflake. Set WAREHOUSE=snowflake.');
  }
  const { SNOWFLAKE_ROLE: role, SNOWFLAKE_WAREHOUSE: warehouse = '' } = settings;
  const grants = minimumGrants({
    role: role ?? 'CSM_ROUTING',
    warehouse,
    resolveName: nameResolver(settings),
  });
  return role ? grants : `-- SNOWFLAKE_ROLE is not set, so CSM_ROUTING is used here\n${grants}`;
}

function nameResolver(settings: Env): (name: string) => string {
  const mapping = nameMappingFromEnv(settings);
  return (name) => mapName(name, mapping);
}

/** The configured role, virtual warehouse, database, and schema. */
export function sessionFromEnv(): RequestedSession {
  const settings = env();
  return {
    role: settings.SNOWFLAKE_ROLE,
    warehouse: settings.SNOWFLAKE_WAREHOUSE ?? '',
    database: settings.SNOWFLAKE_DATABASE,
    schema: settings.SNOWFLAKE_SCHEMA,
    resolveName: nameResolver(settings),
  };
}

function cannotCreateError(cause: PermissionDeniedError, grantee: Grantee): AppError {
  return new AppError(
    'warehouse_unavailable',
    `The role ${grantee.role} is not allowed to create tables and views here. Grant it the privilege below, or run setup once with a role that has it. Whatever was created so far is kept, and setup continues from there:\n  ${grantCreate(grantee)}`,
    { cause },
  );
}
