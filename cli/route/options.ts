import { parseArgs } from 'node:util';
import { UsageError } from '@/cli/run-command';
import { type StartRunInput, startRunInput } from '@/lib/runs/start-run';

export const usage = `Usage: npm run route -- --mode single --account-id ID [--dry-run] [--review HOW] [--json]
       npm run route -- --mode batch --batch-size N [--dry-run] [--review HOW] [--json]
Proposes a CSM for one account, or for up to N accounts that wait longest, and puts the proposals
into the queue. Ctrl-C cancels the run; nothing of it is saved then.

  --mode single|batch  what to place
  --account-id ID      the account of a single run
  --batch-size N       how many accounts a batch has at most, 1 to 500
  --dry-run            show the whole proposal and write nothing
  --review HOW         now: Claude reviews the recommendations, and the command waits for it (where
                       a key is set; the default); batch: at half the price within a day, which
                       the server picks up; off: not at all
  --json               print one JSON document: the run with its result, or { "error": … }

Progress goes to standard error. Where the running server holds the embedded warehouse, the server
does the run: its address is ROUTING_URL, else what it left beside the warehouse; its token is
API_TOKEN, else the one of the warehouse's secret.

Exit codes
  0    done: accounts were placed, or there was nothing to defer
  1    the run failed, or somebody cancelled it
  2    called wrongly
  3    nothing was placed: no account to place, unknown or not routable account, no active CSM, or
       every account was deferred
  4    another run is under way
  5    the warehouse is not available
  130  cancelled by Ctrl-C`;

export interface RouteOptions {
  readonly input: StartRunInput;
  readonly json: boolean;
}

/**
 * Reads the command's arguments; undefined when help was asked for.
 * @throws UsageError, or `parseArgs`' own errors.
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
  const [needed, strange] =
    mode === 'single'
      ? [{ '--account-id': accountId }, { '--batch-size': batchSize }]
      : [{ '--batch-size': batchSize }, { '--account-id': accountId }];
  for (const [flag, value] of Object.entries(needed)) {
    if (value === undefined) throw usageError(`--mode ${mode} needs ${flag}.`);
  }
  for (const [flag, value] of Object.entries(strange)) {
    if (value !== undefined) throw usageError(`${flag} does not go with --mode ${mode}.`);
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
    throw usageError(`${flag} ${issue?.message ?? 'is not usable'}.`);
  }
  return { input: parsed.data, json: values.json };
}

/** Only digits count: Number() would take "" and "0x10", too. */
function parseWholeNumber(text: string | undefined): number {
  return /^\d+$/.test(text ?? '') ? Number(text) : Number.NaN;
}

function usageError(words: string): UsageError {
  return new UsageError(`${words}\n\n${usage}`);
}
