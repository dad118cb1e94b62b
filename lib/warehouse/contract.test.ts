import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Desk, openDesk } from '@/lib/testing/desk';
import { describeOnEveryEngine } from '@/lib/testing/on-engines';
import { describeAcceptance } from './contract/acceptance.testing';
import { describeAccountPage } from './contract/account-page.testing';
import { describeAccounts } from './contract/accounts.testing';
import { describeAnswers } from './contract/answers.testing';
import { benchAt, type Heard } from './contract/bench.testing';
import { describeCalibration } from './contract/calibration.testing';
import { describeCompany } from './contract/company.testing';
import { describeCooling } from './contract/cooling.testing';
import { describeCsmPage, describeSearch } from './contract/csm-page.testing';
import { describeCsms } from './contract/csms.testing';
import { describeDecisions } from './contract/decisions.testing';
import { describeDiagnostics } from './contract/diagnostics.testing';
import { describeLedger } from './contract/ledger.testing';
import { describeMoments } from './contract/moments.testing';
import { describePeople } from './contract/people.testing';
import { describeQueue } from './contract/queue.testing';
import { describeRecommendations } from './contract/recommendations.testing';
import { describeReviews } from './contract/reviews.testing';
import { describeRuns } from './contract/runs.testing';
import { describeSources } from './contract/sources.testing';
import { describeTransactions } from './contract/transactions.testing';
import { describeValues } from './contract/values.testing';
import { describeViews } from './contract/views.testing';
import { describeWorkload } from './contract/workload.testing';

const folder = new URL('./sql/', import.meta.url);

/** The statements that the program can make, by the names they are given in lib/warehouse/sql. */
function statementsOf(kind: 'query' | 'command'): string[] {
  const sources = readdirSync(folder)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => readFileSync(new URL(file, folder), 'utf8'));
  const named = new RegExp(`\\b${kind}\\(\\s*'([^']+)'`, 'g');
  return sources.flatMap((source) => [...source.matchAll(named)].map(([, name]) => name ?? ''));
}

/** Queries that always answer a row: how many there are, or what the schema holds. */
const neverEmpty = [
  'accounts.pool',
  'accounts.to-place',
  'contract.columns',
  'contract.sample-tables',
  'contract.source-columns',
  'csms.page',
  'diagnostics.figures',
  'queue.page',
  'review-calls.tokens',
  'review-material.counts',
  'schema-version.read',
];

describeOnEveryEngine('the contract', (on) => {
  let desk: Desk;
  const heard: Heard = new Map();
  const bench = benchAt(on, () => desk, heard);
  beforeAll(async () => {
    desk = await openDesk(on);
  });
  beforeEach(() => desk.clear());
  afterAll(() => desk?.close());

  describe('values', () => describeValues(bench));
  describe('moments', () => describeMoments(bench));
  describe('accounts', () => describeAccounts(bench));
  describe('the company', () => describeCompany(bench));
  describe('CSMs', () => describeCsms(bench));
  describeAnswers(bench);
  describeAccountPage(bench);
  describeCsmPage(bench);
  describeSearch(bench);
  describeRecommendations(bench);
  describeDecisions(bench);
  describeQueue(bench);
  describeRuns(bench);
  describeReviews(bench);
  describeCalibration(bench);
  describe('cooling', () => describeCooling(bench));
  describeDiagnostics(bench);
  describeAcceptance(bench);
  describeLedger(bench);
  describePeople(bench);
  describeWorkload(bench);
  describeSources(bench);
  describe('the contract views', () => describeViews(bench));
  describeTransactions(bench);

  it('was asked every statement of the program, with an answer and without one', () => {
    const [queries, commands] = [statementsOf('query'), statementsOf('command')];
    expect(queries.length + commands.length).toBeGreaterThan(40);
    const all = [...queries, ...commands];
    const answered = (name: string, is: (rows: number) => boolean) => heard.get(name)?.some(is);
    expect({
      withAnswer: all.filter((name) => !answered(name, (rows) => rows > 0)),
      without: queries.filter(
        (name) => !neverEmpty.includes(name) && !answered(name, (rows) => rows === 0),
      ),
    }).toEqual({ withAnswer: [], without: [] });
  });
});
