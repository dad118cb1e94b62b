import { accountsToPlace } from '@/lib/accounts/labels';
import { disabledReasonLabels } from '@/lib/reviews/labels';
import { unreviewedReasonLabels } from '@/lib/reviews/types';
import type { ErrorResponse } from '@/lib/server/errors';
import { DAY_MS } from '@/lib/time';
import type { Finding, FindingNumbers } from './finding';
import type { Diagnostics } from './get-diagnostics';

/** Same as the readiness check's limits; Snowflake is farther away. */
const SLOW_FROM_MS = { duckdb: 2_000, snowflake: 10_000 } as const;

/** Failure codes of runs in which nothing went wrong. */
const expectedFailures: readonly (string | null)[] = ['not_routable', 'no_active_csm', 'cancelled'];

const NOT_RECORDED = 'The cause was not recorded.';

/** Findings about runs, Claude's reviews, and the warehouse. */
export function systemFindings(diagnostics: Diagnostics, numbers: FindingNumbers): Finding[] {
  return [
    ...runFindings(diagnostics, numbers),
    ...reviewFindings(diagnostics.review, numbers),
    ...warehouseFindings(diagnostics.warehouse, numbers),
  ];
}

/** The only finding while the warehouse cannot be read. */
export function unreachableFinding({ code, message }: ErrorResponse): Finding {
  const [title = message, ...advice] = message.split(/(?<=\.)\s+(?=[A-Z])/);
  return {
    id: 'unreachable',
    severity: 'blocking',
    title: title.replace(/\.$/, ''),
    detail: [
      ...advice,
      'Nothing can be read, recommended, or decided until the warehouse responds.',
    ].join(' '),
    actions: [
      { label: 'Try again', href: '/diagnostics' },
      code === 'warehouse_missing'
        ? { label: 'Create what is missing', command: 'npm run setup' }
        : { label: 'Check the connection from a shell', command: 'npm run setup' },
    ],
  };
}

function runFindings({ at, accounts, runs }: Diagnostics, { count }: FindingNumbers): Finding[] {
  const { last, recommendedAt } = runs;
  const findings: Finding[] = [];
  if (last?.status === 'failed' && !expectedFailures.includes(last.failureCode)) {
    findings.push({
      id: 'last-run',
      severity: accounts.routable > 0 ? 'blocking' : 'warning',
      title: `The last run ${last.failureCode === 'interrupted' ? 'was interrupted' : 'failed'}`,
      detail: last.failure ?? NOT_RECORDED,
      actions: [
        { label: 'Open the run', href: `/runs/${last.id}` },
        { label: 'Start another run', href: '/runs' },
      ],
    });
  }
  const newest = Math.max(last?.startedAt.getTime() ?? 0, recommendedAt?.getTime() ?? 0);
  if (accounts.routable > 0 && newest < at.getTime() - DAY_MS) {
    findings.push({
      id: 'no-run',
      severity: 'warning',
      title: newest === 0 ? 'There has never been a run' : 'No run for more than a day, since',
      at: newest === 0 ? undefined : new Date(newest),
      detail: `There ${accounts.routable === 1 ? 'is' : 'are'} ${count(accounts.routable, ...accountsToPlace)}.`,
      actions: [
        { label: 'Start a run', href: '/runs' },
        {
          label: 'Or schedule one',
          command: `npm run route -- --mode batch --batch-size ${Math.min(accounts.routable, 60)}`,
        },
      ],
    });
  }
  return findings;
}

function reviewFindings(
  { off, last, tokens, limit }: Diagnostics['review'],
  { number }: FindingNumbers,
): Finding[] {
  if (off !== null) {
    return [
      {
        id: 'review-off',
        severity: 'info',
        title: disabledReasonLabels[off].replace(/\.$/, ''),
        detail: 'Recommendations have no feedback from Claude. Everything else works.',
        actions: [{ label: 'Show review status', href: '/reviews' }],
      },
    ];
  }
  if (limit !== null && tokens >= limit) {
    return [
      {
        id: 'review-budget',
        severity: 'warning',
        title: `This month’s review budget of ${number(limit)} tokens is used up`,
        detail: 'Nothing more is reviewed until next month or until the policy allows more.',
        actions: [{ label: 'Show token usage', href: '/reviews' }],
      },
    ];
  }
  if (last?.status !== 'failed' && last?.status !== 'interrupted') return [];
  const partly = last.status === 'failed' && (last.reviewed ?? 0) > 0;
  return [
    {
      id: 'review-failed',
      severity: 'warning',
      title: partly ? 'The last review skipped some recommendations' : 'The last review failed',
      detail:
        last.status === 'interrupted'
          ? unreviewedReasonLabels.interrupted
          : (last.failure ?? NOT_RECORDED),
      actions: [{ label: 'Review the run again', href: `/runs/${last.runId}` }],
    },
  ];
}

function warehouseFindings(
  { kind, queryMs, schema }: Diagnostics['warehouse'],
  { tenths }: FindingNumbers,
): Finding[] {
  const findings: Finding[] = [];
  if (queryMs > SLOW_FROM_MS[kind]) {
    findings.push({
      id: 'slow',
      severity: 'warning',
      title: `The warehouse took ${tenths(queryMs / 1_000)} seconds for this page`,
      detail: 'Every page and every decision waits for it, too.',
      actions: [{ label: 'Measure again', href: '/diagnostics' }],
    });
  }
  if (schema.version !== null && schema.version !== schema.required) {
    findings.push({
      id: 'schema',
      severity: 'warning',
      title: `The warehouse has schema version ${schema.version}, but the app needs version ${schema.required}`,
      detail: 'The schema changed while the app was running, so some data may be wrong.',
      actions:
        schema.version < schema.required
          ? [{ label: 'Migrate the schema', command: 'npm run setup' }]
          : [{ label: 'Update the app and restart it', command: 'npm run build && npm start' }],
    });
  }
  return findings;
}
