import type { RoutingPolicy } from '@/lib/engine/policy';
import { AppError } from '@/lib/server/errors';
import { onboardingStatuses } from '@/lib/warehouse/sql/accounts';
import type { TableName } from '@/lib/warehouse/tables';
import type { Warehouse } from '@/lib/warehouse/types';
import { checkSession, missingGrants, type RequestedSession } from './check-privileges';
import { measureRoundTrip, parameterProblems } from './check-session';
import { clockDifference, timeZoneProblems } from './check-times';
import { contractViewProblems, missingViewColumns } from './contract-views';
import { type DataTeam, dataTeamProblems, findDataTeam } from './data-team';
import { type ExplainFailure, explainStatements } from './explain';
import { type Grantee, grantCreate, isDataTeamTable, requiredPrivileges } from './privileges';
import { sampleServerStatements } from './sample-statements';
import { unknownSampleValues } from './samples/values';
import { checkSchema } from './setup';

/** The result of one check. It failed if it has problems. */
export interface CheckResult {
  readonly title: string;
  /** What is wrong and what to do, one item each. */
  readonly problems: readonly string[];
  /** What was seen, or what could not be checked. */
  readonly notes: readonly string[];
}

/** What to check, from the settings. */
export interface CheckOptions {
  readonly session: RequestedSession;
  readonly dataTimeZone: string;
  readonly policy: RoutingPolicy;
  readonly now: () => Date;
}

type Findings = Partial<Omit<CheckResult, 'title'>>;

/**
 * Checks an installation on Snowflake without changing anything. A check that cannot be completed has
 * failed; the others continue.
 */
export async function* checkInstallation(
  warehouse: Warehouse,
  options: CheckOptions,
): AsyncGenerator<CheckResult> {
  const { dataTimeZone, now, session } = options;
  const { resolveName } = session;
  let grantee: Grantee = { ...session, role: session.role ?? 'PUBLIC' };
  let found: DataTeam | null = null;
  let isSetUp = false;

  yield check('Session', async () => {
    grantee = await checkSession(warehouse, session);
    return { notes: [`The role is ${grantee.role}.`] };
  });
  yield check('Session parameters', async () => ({ problems: await parameterProblems(warehouse) }));
  yield check('Round trip', () => roundTrip(warehouse));
  yield check('Clock', () => clock(warehouse, now));
  yield check('Data team’s tables', async () => {
    found = await findDataTeam(warehouse);
    return { problems: dataTeamProblems(found, resolveName) };
  });
  yield check('Time zone of the data', async () => ({
    problems: await timeZoneProblems(warehouse, dataTimeZone, resolveName),
    notes: [`Times are read as ${dataTimeZone} (SNOWFLAKE_DATA_TIMEZONE).`],
  }));
  yield check('Our tables', async () => {
    await checkSchema(warehouse);
    isSetUp = true;
    return {};
  });
  if (isSetUp) {
    yield check('Contract views', async () => ({
      problems: await contractViewProblems(warehouse),
      notes: await missingViewColumns(warehouse),
    }));
  }
  yield check('Privileges', () => privileges(warehouse, grantee, isSetUp));
  yield check('Statements', () => statements(warehouse, options, { found, isSetUp }));
}

async function check(title: string, work: () => Promise<Findings>): Promise<CheckResult> {
  try {
    const { problems = [], notes = [] } = await work();
    return { title, problems, notes };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { title, problems: [reasonOf(error)], notes: [] };
  }
}

/**
 * Why a check failed, with Snowflake's own text: the report is for the people who run the warehouse,
 * and the statements contain no data.
 */
function reasonOf(error: AppError): string {
  if (!(error.cause instanceof Error)) return error.message;
  const text = error.cause.message.replace(/^check\.\S+(?: \S+)?: /, '');
  return `${error.message}\n${text.replace(/,? queryId [\w-]+/, '').replaceAll(/\s+/g, ' ')}`;
}

async function roundTrip(warehouse: Warehouse): Promise<Findings> {
  const { medianMs, maxMs } = await measureRoundTrip(warehouse);
  return { notes: [`${Math.round(medianMs)} ms (median), at most ${Math.round(maxMs)} ms.`] };
}

async function clock(warehouse: Warehouse, now: () => Date): Promise<Findings> {
  const { ms, tooLarge } = await clockDifference(warehouse, now);
  const seconds = (Math.abs(ms) / 1000).toFixed(1);
  const difference = `This machine’s clock is ${seconds} s ${ms < 0 ? 'behind' : 'ahead of'} Snowflake’s.`;
  if (!tooLarge) return { notes: [difference] };
  return {
    problems: [
      `${difference} Synchronize it (NTP): decisions are stamped with it, and logins with a key depend on it.`,
    ],
  };
}

/** Whether statements on a table can be expected to work. */
const isAvailable = (name: TableName, isSetUp: boolean) => isDataTeamTable(name) || isSetUp;

const notSetUp =
  'depend on our tables, which are not created yet. Run `npm run setup`, then check again.';

async function privileges(
  warehouse: Warehouse,
  grantee: Grantee,
  isSetUp: boolean,
): Promise<Findings> {
  const among = requiredPrivileges.filter(({ name }) => isAvailable(name, isSetUp));
  const missing = await missingGrants(warehouse, grantee, among);
  const later = requiredPrivileges.length - among.length;
  return {
    problems: missing.map((grant) => `Missing: ${grant}`),
    notes: [
      `Tested the privileges on ${among.length} tables and views.`,
      ...(later > 0 ? [`The privileges on ${later} others ${notSetUp}`] : []),
      ...(isSetUp ? [] : [`Not tested, because only setup needs it: ${grantCreate(grantee)}`]),
    ],
  };
}

async function statements(
  warehouse: Warehouse,
  { now, policy }: CheckOptions,
  { found, isSetUp }: { readonly found: DataTeam | null; readonly isSetUp: boolean },
): Promise<Findings> {
  const hasStatus = isSetUp && (await missingViewColumns(warehouse)).length === 0;
  const all = sampleServerStatements(unknownSampleValues(now(), policy)).filter(
    ({ name }) => hasStatus || name !== onboardingStatuses().name,
  );
  const isMissing = (name: TableName) => isDataTeamTable(name) && found?.[name] === null;
  const ready = all.filter(({ tables }) =>
    tables.every((name) => isAvailable(name, isSetUp) && !isMissing(name)),
  );
  const { failures, slowest } = await explainStatements(warehouse, ready);
  const waiting = namesOf(all).size - namesOf(ready).size;
  const reason = isSetUp ? 'depend on missing tables of the data team.' : notSetUp;
  return {
    problems: groupByReason(failures),
    notes: [
      `Snowflake compiled ${namesOf(ready).size - namesOf(failures).size} of ${namesOf(ready).size} statements (EXPLAIN).`,
      ...(slowest ? [`Slowest to compile: ${slowest.name}, ${Math.round(slowest.ms)} ms.`] : []),
      ...(waiting > 0 ? [`${waiting} other statements ${reason}`] : []),
    ],
  };
}

const namesOf = (statements: readonly { readonly name: string }[]) =>
  new Set(statements.map(({ name }) => name));

/** One item per reason, because one missing column may break many statements. */
function groupByReason(failures: readonly ExplainFailure[]): readonly string[] {
  const names = new Map<string, Set<string>>();
  for (const { name, error } of failures) {
    const reason = reasonOf(error);
    names.set(reason, (names.get(reason) ?? new Set()).add(name));
  }
  return [...names].map(([reason, affected]) => `${[...affected].join(', ')}: ${reason}`);
}
