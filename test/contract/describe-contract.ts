import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sampleStatements } from '@/lib/warehouse/schema/sample-statements';
import { unknownSampleValues } from '@/lib/warehouse/schema/samples/values';
import { unresolvedStatements } from '@/test/fakesnow/unresolved-statements';
import { portabilityProblems } from '@/test/portable-sql/all-rules';
import { addEarlierProgramColumn } from '@/test/support/recommendations';
import { openTestContext, type TestContext } from '@/test/support/test-context';
import type { Backend } from '@/test/support/test-warehouse';
import { describeAcceptance } from './acceptance';
import { describeAccountPage } from './account-page';
import { describeAccounts } from './accounts';
import { allQueries } from './all-queries';
import { describeApiTokens } from './api-tokens';
import { describeAudit } from './audit';
import { describeBatchQuery } from './batch-query';
import { describeCalibration } from './calibration';
import { describeChangeTokens } from './change-tokens';
import { describeCompany } from './company';
import { describeCooling } from './cooling';
import { describeCsmEdits } from './csm-edits';
import { describeCsmPage, describeSearch } from './csm-page';
import { describeDecisions } from './decisions';
import { undeclaredTables } from './declared-tables';
import { describeDiagnostics } from './diagnostics';
import { describeHandover } from './handover';
import { createHarness, type ExecutedStatement } from './harness';
import { describeLedger } from './ledger';
import { describeMarkedAccounts } from './marked-accounts';
import { describeMemberAccess } from './member-access';
import { describeMembersAndPolicies } from './members-and-policies';
import { describeMovedRows } from './moved-rows';
import { describeNotes } from './notes';
import { describeNotifications } from './notifications';
import { describeQueueSettings } from './queue-settings';
import { describeReadModel } from './read-model';
import { describeRecommendations } from './recommendations';
import { describeReviews } from './reviews';
import { limits, now } from './rows';
import { describeRuns } from './runs';
import { describeSchedule } from './schedule';
import { describeSessions } from './sessions';
import { describeSignInFailures } from './sign-in-failures';
import { describeSources } from './sources';
import { statementNames } from './statement-names';
import { describeTimestamps } from './timestamps';
import { describeTransactions } from './transactions';
import { describeValues } from './values';
import { describeViews } from './views';
import { describeWorkload } from './workload';

/** Queries that always return a row, such as totals. */
const alwaysHasRows = [
  'accounts.pool',
  'audit.head',
  'accounts.to-route',
  'company.needing',
  'contract.columns',
  'contract.definitions',
  'contract.sample-tables',
  'contract.source-columns',
  'csms.page',
  'csms.receipt-count',
  'decisions.rows',
  'diagnostics.figures',
  'member.count-other-admins',
  'move.unusable-keys',
  'read-model.changes',
  'read-model.company',
  'review-calls.tokens',
  'review-inputs.counts',
  'schema-version.read',
];

/** What every warehouse does, and that every statement is among it. */
export function describeContract(on: Backend): void {
  let context: TestContext;
  const executed: ExecutedStatement[] = [];
  const harness = createHarness(on, () => context, executed);
  beforeAll(async () => {
    context = await openTestContext(on);
    // Statements must not depend on the documented columns being the only ones.
    await addEarlierProgramColumn(context.warehouse);
  });
  beforeEach(() => context.clear());
  afterAll(() => context?.close());

  describe('values', () => describeValues(harness));
  describe('timestamps', () => describeTimestamps(harness));
  describe('accounts', () => describeAccounts(harness));
  describeMarkedAccounts(harness);
  describeAudit(harness);
  describe('the company', () => describeCompany(harness));
  describe('the read model', () => describeReadModel(harness));
  describeBatchQuery(harness);
  describeAccountPage(harness);
  describeCsmPage(harness);
  describeSearch(harness);
  describeCsmEdits(harness);
  describeRecommendations(harness);
  describeDecisions(harness);
  describeRuns(harness);
  describeReviews(harness);
  describeCalibration(harness);
  describeChangeTokens(harness);
  describe('cooling', () => describeCooling(harness));
  describeDiagnostics(harness);
  describeAcceptance(harness);
  describeLedger(harness);
  describeHandover(harness);
  describeMembersAndPolicies(harness);
  describeMemberAccess(harness);
  describeSessions(harness);
  describeApiTokens(harness);
  describeSchedule(harness);
  describeSignInFailures(harness);
  describeMovedRows(harness);
  describeNotes(harness);
  describeNotifications(harness);
  describeQueueSettings(harness);
  describeWorkload(harness);
  describeSources(harness);
  describe('the contract views', () => describeViews(harness));
  describeTransactions(harness);

  it('runs every statement, and every query with and without rows', () => {
    const [queries, commands] = [statementNames('query'), statementNames('command')];
    expect(queries.length + commands.length).toBeGreaterThan(40);
    const all = [...queries, ...commands];
    const ran = (name: string, hasExpectedRows: (rows: number) => boolean) =>
      executed.some(({ statement, rows }) => statement.name === name && hasExpectedRows(rows));
    expect({
      neverWithRows: all.filter((name) => !ran(name, (rows) => rows > 0)),
      neverWithoutRows: queries.filter(
        (name) => !alwaysHasRows.includes(name) && !ran(name, (rows) => rows === 0),
      ),
    }).toEqual({ neverWithRows: [], neverWithoutRows: [] });
  });

  it('declares the tables of every statement', () => {
    const statements = executed
      .map(({ statement }) => statement)
      .filter(({ name }) => !name.startsWith('test'));
    // With the variants that read a table the tests above do not cover.
    const samples = sampleStatements(unknownSampleValues(now, limits));
    expect(undeclaredTables([...statements, ...samples])).toEqual([]);
  });

  it('runs only statements within the portable subset of SQL', () => {
    const statements = executed.map(({ statement }) => statement);
    expect(portabilityProblems([...statements, ...allQueries()])).toEqual([]);
  });

  // It needs the Python that runs fakesnow.
  if (on === 'fakesnow') {
    it('runs only statements that sqlglot resolves against our tables and views', () => {
      const statements = executed.map(({ statement }) => statement);
      expect(unresolvedStatements([...statements, ...allQueries()])).toEqual([]);
    });
  }
}
