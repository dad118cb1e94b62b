import type Anthropic from '@anthropic-ai/sdk';
import { expect, it } from 'vitest';
import { connectClaude } from '@/lib/reviews/claude-client';
import { currentPrompt, prompts } from '@/lib/reviews/prompt';
import { estimateCost } from '@/lib/reviews/token-usage';
import { parseEnv } from '@/lib/server/env';
import { mayAskClaude, whySkipped } from '@/test/claude/real-api';
import { describeJudgment, judgePrompt } from './judge';
import { proposals } from './proposals';

/** At least this many verdicts must be as expected before a prompt is published. */
const GOAL = 22;
/** `CLAUDE_PROMPT=1` judges version 1 with the same data, for comparison. */
const version = Number(process.env.CLAUDE_PROMPT ?? currentPrompt.version);

it.skipIf(!mayAskClaude)(
  `Claude judges ${GOAL} of ${proposals.length} proposals as a careful manager would, with prompt ${version}${whySkipped}`,
  { timeout: 600_000 },
  async () => {
    const prompt = prompts.find((each) => each.version === version);
    if (prompt === undefined) throw new Error(`There is no prompt version ${version}.`);
    const settings = parseEnv(process.env);
    const client = (await connectClaude(settings)) as Anthropic;
    const model = settings.ANTHROPIC_MODEL;
    const judgment = await judgePrompt(client, proposals, { model, prompt, deadlineMs: 180_000 });
    const dollars = estimateCost(model, judgment.usage, 'now');
    console.log(describeJudgment(judgment), { model, version, dollars, usage: judgment.usage });
    expect(judgment.agreed).toBeGreaterThanOrEqual(GOAL);
    // The worst mistake: a manager who trusts it would accept what should not be accepted.
    expect(judgment.confusion.reassign.approve).toBe(0);
  },
);
