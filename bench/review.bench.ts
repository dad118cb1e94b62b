import { askClaude } from '@/lib/reviews/ask-claude';
import { buildBrief } from '@/lib/reviews/brief';
import { connectClaude } from '@/lib/reviews/claude-client';
import { buildRequest, CHUNK_SIZE } from '@/lib/reviews/prompt';
import type { ReviewInput } from '@/lib/reviews/types';
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
 * Compares with two simpler requests: "every book" sends one request per account with the books of
 * all active CSMs; "repeated" sends the same chunks, but repeats the relevant books per account.
 */

const model = 'claude-sonnet-5-5';
/** Maximum share of the tokens that sending every book would take. */
const goal = 0.25;
const now = Date.UTC(2026, 10, 19, 15);
const runs = [
  { count: 10, maxPerRun: 1 },
  { count: 40, maxPerRun: 5 },
  { count: 200, maxPerRun: 20 },
];

const claude = await startClaudeServer();
const client = await connectClaude(claude.environment);
if (client === null) throw new Error('The Claude test server has no API key.');

/** Input tokens of one request per account, each with the books of all active CSMs. */
async function everyBook(input: ReviewInput): Promise<number> {
  const [first] = input.recommendations;
  if (first === undefined) return 0;
  const { recommended } = first;
  const allCandidates = input.csms.map(({ name }) => ({ ...recommended, csm: name }));
  const itemWithAllBooks = { ...first, recommendationId: 'all', alternatives: allCandidates };
  const recommendations = [...input.recommendations, itemWithAllBooks];
  const brief = buildBrief({ ...input, recommendations });
  let tokens = 0;
  for (const item of input.recommendations) {
    const question = await buildRequest(brief, [item], { model, cached: false });
    tokens += (await client?.messages.parse(question))?.usage.input_tokens ?? 0;
  }
  return tokens;
}

printMachine();
const columns = [
  'recommendations',
  'requests',
  'tokens each',
  'cached',
  'vs. every book',
  'vs. repeated',
];
console.log(columns.join('  '));
for (const { count, maxPerRun } of runs) {
  const input = await demoRun(count, now, maxPerRun);
  claude.clearPromptCache();
  const result = await askClaude(client, input, { model, deadlineMs: 60_000 });
  if (result.reviews.length !== count) throw new Error(`${result.reviews.length} were reviewed.`);
  const { requests, input: fresh, cacheWrite, cacheRead } = result.usage;
  const tokens = fresh + cacheWrite + cacheRead;
  const share = tokens / (await everyBook(input));
  const { inChunks, booksRepeated } = measureBrief(input, CHUNK_SIZE);
  if (share > goal) process.exitCode = 1;
  const percent = (part: number) => `${(100 * part).toFixed(1)}%`;
  const figures = [
    String(count),
    String(requests),
    (tokens / count).toFixed(0),
    percent(cacheRead / tokens),
    percent(share),
    percent(inChunks / booksRepeated),
  ];
  console.log(
    figures.map((figure, index) => figure.padStart(columns[index]?.length ?? 0)).join('  '),
  );
}
await claude.close();
