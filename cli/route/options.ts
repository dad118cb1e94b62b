import { parseArgs } from 'node:util';
import { UsageError } from '@/cli/run-command';
import { type StartRunInput, startRunInput } from '@/lib/runs/start-run';

export const usage = `Usage: npm run route -- --mode single --account-id ID [--dry-run] [--review WHEN] [--json]
       npm run route -- --mode batch --batch-size N [--dry-run] [--review WHEN] [--json]
Recommends a CSM for one account, or for up to N accounts that have waited longest, and adds the
recommendations to the queue. Ctrl-C cancels the run; nothing is saved then.

  --mode single|batch  place one account or a batch
  --account-id ID      the account of a single run
  --batch-size N       maximum number of accounts in a batch, 1 to 500
  --dry-run            show the result without saving anything
  --review WHEN        now (default): Claude reviews the recommendations while the command waits, if
                       an API key is set; batch: half the price, within a day, collected by the
                       server; off: no review
  --json               print one JSON document: the run with its result, or { "error": … }

Progress goes to standard error. If the running server has the embedded warehouse open, the run
starts there. The server's address is ROUTING_URL, or what its lock file says; its token is
API_TOKEN, or derived from the warehouse's secret.

Exit codes
  0    accounts were placed, or there was nothing to defer
  1    the run failed or was canceled by someone else
  2    invalid arguments
  3    nothing was placed: no account to place, an unknown or unroutable account, no active CSM, or
       every account was deferred
  4    another run is in progress
  5    the warehouse is unavailable
  130  canceled with Ctrl-C`;

export interface RouteOptions {
  readonly input: StartRunInput;
  readonly json: boolean;
}

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
      'dry-run': { type: 'boolean', default: false },
      review: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return undefined;
  const {
    mode,
    'account-id': accountId,
    'batch-size': batchSize,
    'dry-run': dryRun,
    review,
  } = values;
  if (mode !== 'single' && mode !== 'batch') throw usageError('--mode must be single or batch.');
  const [required, invalid] =
    mode === 'single'
      ? [{ '--account-id': accountId }, { '--batch-size': batchSize }]
      : [{ '--batch-size': batchSize }, { '--account-id': accountId }];
  for (const [flag, value] of Object.entries(required)) {
    if (value === undefined) throw usageError(`--mode ${mode} requires ${flag}.`);
  }
  for (const [flag, value] of Object.entries(invalid)) {
    if (value !== undefined) throw usageError(`${flag} cannot be used with --mode ${mode}.`);
  }
  const parsed = startRunInput.safeParse(
    mode === 'single'
      ? { mode, accountId, dryRun, review }
      : { mode, batchSize: parseWholeNumber(batchSize), dryRun, review },
  );
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const scope = mode === 'single' ? '--account-id' : '--batch-size';
    const flag = issue?.path[0] === 'review' ? '--review' : scope;
    throw usageError(`${flag} ${issue?.message ?? 'is invalid'}.`);
  }
  return { input: parsed.data, json: values.json };
}

/** Accepts only digits; Number() would also accept "" and "0x10". */
function parseWholeNumber(text: string | undefined): number {
  return /^\d+$/.test(text ?? '') ? Number(text) : Number.NaN;
}

function usageError(message: string): UsageError {
  return new UsageError(`${message}\n\n${usage}`);
}
