import { disabledReasonLabels } from '@/lib/reviews/labels';
import { unreviewedReasonLabels } from '@/lib/reviews/types';
import type { ErrorResponse } from '@/lib/server/errors';
import { type Finding, pluralize } from './finding';
import type { Diagnostics } from './get-diagnostics';

const DAY_MS = 86_400_000;

/** As long as a warehouse may take to be called ready, in milliseconds; Snowflake is farther away. */
const SLOW_FROM_MS = { duckdb: 2_000, snowflake: 10_000 } as const;

/** Ways in which a run ends where there is nothing wrong with the run. */
const expectedFailures: readonly (string | null)[] = ['not_routable', 'no_active_csm', 'cancelled'];

/** What stands out of runs, of the warehouse and of Claude. */
export function systemFindings(diagnostics: Diagnostics): Finding[] {
  return [
    ...runFindings(diagnostics),
    ...reviewFindings(diagnostics.review),
    ...warehouseFindings(diagnostics.warehouse),
  ];
}

/** What stands out where the warehouse does not answer, which leaves everything else unknown. */
export function unreachableFinding({ code, message }: ErrorResponse): Finding {
  const [what = message, ...advice] = message.split(/(?<=\.)\s+(?=[A-Z])/);
  return {
    id: 'unreachable',
    severity: 'stops',
    what: what.replace(/\.$/, ''),
    why: [
      ...advice,
      'Nothing can be read, recommended or decided until the warehouse answers.',
    ].join(' '),
    steps: [
      { label: 'Try again', href: '/diagnostics' },
      code === 'warehouse_missing'
        ? { label: 'Make what is missing', command: 'npm run setup' }
        : { label: 'Ask the warehouse from a shell', command: 'npm run sql -- "SELECT 1"' },
    ],
  };
}

function runFindings({ at, accounts, runs }: Diagnostics): Finding[] {
  const { last, recommendedAt } = runs;
  const found: Finding[] = [];
  if (last?.status === 'failed' && !expectedFailures.includes(last.failureCode)) {
    const words = last.failureCode === 'interrupted' ? 'was interrupted' : 'failed';
    found.push({
      id: 'last-run',
      severity: accounts.routable > 0 ? 'stops' : 'slows',
      what: `The last run ${words}`,
      why: last.failure ?? 'What went wrong was not recorded.',
      steps: [
        { label: 'Open the run', href: `/runs/${last.id}` },
        { label: 'Start another', href: '/runs' },
      ],
    });
  }
  const newest = Math.max(last?.startedAt.getTime() ?? 0, recommendedAt?.getTime() ?? 0);
  if (accounts.routable > 0 && newest < at.getTime() - DAY_MS) {
    found.push({
      id: 'no-run',
      severity: 'slows',
      what: newest === 0 ? 'There never was a run' : 'There was no run for more than a day, since',
      at: newest === 0 ? undefined : new Date(newest),
      why: `${pluralize(accounts.routable, 'account waits', 'accounts wait')} for a recommendation.`,
      steps: [
        { label: 'Start a run', href: '/runs' },
        {
          label: 'Or let a schedule do it',
          command: `npm run route -- --mode batch --batch-size ${Math.min(accounts.routable, 60)}`,
        },
      ],
    });
  }
  return found;
}

function reviewFindings(review: Diagnostics['review']): Finding[] {
  const { off, last, tokens, limit } = review;
  if (off !== null) {
    return [
      {
        id: 'review-off',
        severity: 'note',
        what: disabledReasonLabels[off].replace(/\.$/, ''),
        why: 'Recommendations come without Claude’s words. Everything else works.',
        steps: [{ label: 'See how review stands', href: '/reviews' }],
      },
    ];
  }
  if (limit !== null && tokens >= limit) {
    return [
      {
        id: 'review-budget',
        severity: 'slows',
        what: `The ${limit.toLocaleString('en-US')} tokens that the policy allows for this month are spent`,
        why: 'Nothing more is reviewed until the month ends or the policy allows more.',
        steps: [{ label: 'See what was used', href: '/reviews' }],
      },
    ];
  }
  if (last?.status !== 'failed' && last?.status !== 'interrupted') return [];
  const partly = last.status === 'failed' && (last.reviewed ?? 0) > 0;
  return [
    {
      id: 'review-failed',
      severity: 'slows',
      what: partly ? 'The last review left recommendations out' : 'The last review came to nothing',
      why:
        last.status === 'interrupted'
          ? unreviewedReasonLabels.interrupted
          : (last.failure ?? 'What went wrong was not recorded.'),
      steps: [{ label: 'Review the run again', href: `/runs/${last.runId}` }],
    },
  ];
}

function warehouseFindings({ kind, tookMs, schema }: Diagnostics['warehouse']): Finding[] {
  const found: Finding[] = [];
  if (tookMs > SLOW_FROM_MS[kind]) {
    found.push({
      id: 'slow',
      severity: 'slows',
      what: `The warehouse took ${(tookMs / 1_000).toFixed(1)} seconds for this page`,
      why: 'Every page and every decision waits for it as well.',
      steps: [{ label: 'Measure again', href: '/diagnostics' }],
    });
  }
  if (schema.version !== null && schema.version !== schema.needed) {
    found.push({
      id: 'schema',
      severity: 'slows',
      what: `The warehouse is of version ${schema.version}, this program is made for ${schema.needed}`,
      why: 'It was changed while the program ran; what is new in it cannot be relied on.',
      steps:
        schema.version < schema.needed
          ? [{ label: 'Bring it forward', command: 'npm run setup' }]
          : [
              {
                label: 'Update the program and start it anew',
                command: 'npm run build && npm start',
              },
            ],
    });
  }
  return found;
}
