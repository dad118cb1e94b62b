import { parseArgs } from 'node:util';
import { UsageError } from '@/cli/run-command';
import { type StartRunInput, startRunInput } from '@/lib/runs/start-run';

export const usage = `Usage: npm run route -- --mode single --account-id ID [--dry-run] [--review WHEN] [--json]
       npm run route -- --mode batch --batch-size N [--per-csm N] [--dry-run] [--review WHEN] [--json]
       npm run route -- --refresh [--dry-run] [--review WHEN] [--json]
       npm run route -- --replay RUN_ID [--json]
Recommends a CSM for one account, or for up to N accounts that have waited longest, and adds the
recommendations to the queue. With --refresh, recommends a CSM again for the accounts of stale pending
recommendations, which the new ones replace. Ctrl-C cancels the run; nothing is saved then.
With --replay, solves a stored run again from what it was solved from, and compares the results.

  --mode single|batch  place one account or a batch
  --account-id ID      the account of a single run
  --batch-size N       maximum number of accounts in a batch, 1 to 500
  --per-csm N          each CSM of a batch may receive up to N accounts, in this run only, to empty
                       a backlog; by default, as many as the policy says
  --refresh            place up to 500 accounts of stale pending recommendations again: day-old ones
                       and those that break a routing rule for good
  --replay RUN_ID      say whether the result is identical, or what differs; saves nothing
  --dry-run            show the result without saving anything
  --review WHEN        now (default): Claude reviews the recommendations while the command waits, if
                       an API key is set; batch: half the price, within a day, collected by the
                       server; off: no review
  --json               print one JSON document: the run with its result, or { "error": … }

Progress goes to standard error. If the running server has the embedded warehouse open, the run
starts there. The server's address is ROUTING_URL, or what its lock file says. The command proves
that it may do so with the warehouse's secret.

Exit codes
  0    accounts were placed, or there was nothing to defer; the replayed result is identical
  1    the run failed or was canceled by someone else
  2    invalid arguments
  3    nothing was placed: no account to place, an unknown or unroutable account, no active CSM, or
       every account was deferred; or the run to replay is unknown, or its input was not stored
  4    another run is in progress
  5    the warehouse is unavailable
  6    the replayed result differs
  130  canceled with Ctrl-C`;

/** What the command does: start a run, or replay one. */
export type RouteOptions = { readonly json: boolean } & (
  | { readonly input: StartRunInput }
  | { readonly replay: string }
);

/**
 * Parses the command's arguments. Returns undefined for `--help`.
 *
 * @throws UsageError, or an error of `parseArgs`
 */
export function readOptions(args: string[]): RouteOptions | undefined {
  const { values } = parseArgs({
    args,
    options: {
      mode: { type: 'string' },
      'account-id': { type: 'string' },
      'batch-size': { type: 'string' },
      'per-csm': { type: 'string' },
      replay: { type: 'string' },
      refresh: { type: 'boolean', default: false },
      'dry-run': { type: 'boolean', default: false },
      review: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return undefined;
  if (values.replay !== undefined) return { replay: replayedRun(values), json: values.json };
  const parsed = startRunInput.safeParse({
    ...(values.refresh ? refreshScope(values) : accountScope(values)),
    dryRun: values['dry-run'],
    review: values.review,
  });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const field = String(issue?.path[0]);
    throw usageError(`${flagOfField[field] ?? field} ${issue?.message ?? 'is invalid'}.`);
  }
  return { input: parsed.data, json: values.json };
}

const flagOfField: Readonly<Record<string, string>> = {
  accountId: '--account-id',
  batchSize: '--batch-size',
  maxPerRun: '--per-csm',
  review: '--review',
};

interface ScopeValues {
  readonly mode?: string | undefined;
  readonly 'account-id'?: string | undefined;
  readonly 'batch-size'?: string | undefined;
  readonly 'per-csm'?: string | undefined;
}

/** The id of the run to replay. */
function replayedRun(values: Readonly<Record<string, string | boolean | undefined>>): string {
  const { replay, json: _, ...others } = values;
  for (const [flag, value] of Object.entries(others)) {
    if (value) throw usageError(`--${flag} cannot be used with --replay.`);
  }
  const runId = String(replay).trim();
  if (runId === '') throw usageError('--replay must name a run.');
  return runId;
}

function refreshScope(values: ScopeValues) {
  for (const flag of ['mode', 'account-id', 'batch-size', 'per-csm'] as const) {
    if (values[flag] !== undefined) throw usageError(`--${flag} cannot be used with --refresh.`);
  }
  return { mode: 'refresh' };
}

function accountScope(values: ScopeValues) {
  const { mode, 'account-id': accountId, 'batch-size': batchSize, 'per-csm': perCsm } = values;
  if (mode !== 'single' && mode !== 'batch') throw usageError('--mode must be single or batch.');
  const [required, invalid] =
    mode === 'single'
      ? [{ '--account-id': accountId }, { '--batch-size': batchSize, '--per-csm': perCsm }]
      : [{ '--batch-size': batchSize }, { '--account-id': accountId }];
  for (const [flag, value] of Object.entries(required)) {
    if (value === undefined) throw usageError(`--mode ${mode} requires ${flag}.`);
  }
  for (const [flag, value] of Object.entries(invalid)) {
    if (value !== undefined) throw usageError(`${flag} cannot be used with --mode ${mode}.`);
  }
  if (mode === 'single') return { mode, accountId };
  const maxPerRun = perCsm === undefined ? undefined : parseWholeNumber(perCsm);
  return { mode, batchSize: parseWholeNumber(batchSize), maxPerRun };
}

/** Accepts only digits; Number() would also accept "" and "0x10". */
function parseWholeNumber(text: string | undefined): number {
  return /^\d+$/.test(text ?? '') ? Number(text) : Number.NaN;
}

function usageError(message: string): UsageError {
  return new UsageError(`${message}\n\n${usage}`);
}
