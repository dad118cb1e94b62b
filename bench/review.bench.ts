import { askClaude } from '@/lib/reviews/ask-claude';
import { connectClaude } from '@/lib/reviews/claude-client';
import { startClaudeServer } from '@/test/claude/server';
import { demoRun } from '@/test/support/demo-run';
import { measureBrief } from '@/test/support/measure-brief';
import { printMachine } from './measure';

/**
 * Input tokens of a review per recommendation, as counted by the tests' stand-in for Claude: one
 * token per four characters, cached tokens included. Anthropic's tokenizer differs slightly. The
 * runs are from the demo company, without earlier decisions. Runs of 40 and 200 accounts use a
 * maxPerRun of 5 and 20, because the CSMs could not take that many otherwise.
 *
 * "Full price" counts a token read from the prompt cache as a tenth and one written to it as 1.25, as
 * Anthropic's prices do. "Every book" compares with requests that contain the books of every CSM of the
 * run instead of those that the account mentions.
 */

const model = 'claude-sonnet-5-5';
/** Maximum tokens per recommendation, as if all cost the full price. */
const goal = 1_500;
const now = Date.UTC(2026, 10, 19, 15);
const runs = [
  { count: 10, maxPerRun: 1 },
  { count: 40, maxPerRun: 5 },
  { count: 200, maxPerRun: 20 },
];

const claude = await startClaudeServer();
const client = await connectClaude(claude.environment);
if (client === null) throw new Error('The Claude test server has no API key.');

printMachine();
const columns = [
  'recommendations',
  'requests',
  'tokens each',
  'cached',
  'full price',
  'vs. every book',
];
console.log(columns.join('  '));
for (const { count, maxPerRun } of runs) {
  const input = await demoRun(count, now, maxPerRun);
  claude.clearPromptCache();
  const result = await askClaude(client, input, { model, deadlineMs: 60_000 });
  if (result.reviews.length !== count) throw new Error(`${result.reviews.length} were reviewed.`);
  const { requests, input: fresh, cacheWrite, cacheRead } = result.usage;
  const tokens = fresh + cacheWrite + cacheRead;
  const fullPrice = (fresh + 1.25 * cacheWrite + 0.1 * cacheRead) / count;
  const { asSent, everyBook } = measureBrief(input);
  if (fullPrice > goal) process.exitCode = 1;
  const percent = (part: number) => `${(100 * part).toFixed(1)}%`;
  const figures = [
    String(count),
    String(requests),
    (tokens / count).toFixed(0),
    percent(cacheRead / tokens),
    fullPrice.toFixed(0),
    percent(asSent / everyBook),
  ];
  console.log(
    figures.map((figure, index) => figure.padStart(columns[index]?.length ?? 0)).join('  '),
  );
}
await claude.close();
