import type Anthropic from '@anthropic-ai/sdk';
import { expect, it } from 'vitest';
import { parseEnv } from '@/lib/server/env';
import { mayAskClaude, whySkipped } from '@/test/claude/real-api';
import { demoRun } from '@/test/support/demo-run';
import { askClaude } from './ask-claude';
import { splitSentences } from './check-response';
import { connectClaude } from './claude-client';
import { estimateCost } from './token-usage';

it.skipIf(!mayAskClaude)(
  `Claude itself reviews ten recommendations of the demo${whySkipped}`,
  { timeout: 240_000 },
  async () => {
    const settings = parseEnv(process.env);
    const client = (await connectClaude(settings)) as Anthropic;
    const input = await demoRun(10, Date.UTC(2026, 10, 19, 15));
    expect(input.recommendations).toHaveLength(10);
    const model = settings.ANTHROPIC_MODEL;
    const asked = await askClaude(client, input, { model, deadlineMs: 180_000 });
    const { reviews, unreviewed, usage, latencyMs } = asked;
    console.log({ usage, latencyMs, dollars: estimateCost(asked.model, usage, 'now') });
    for (const review of reviews) console.log(review);
    expect(unreviewed).toEqual([]);
    expect(reviews).toHaveLength(10);
    for (const { feedback, droppedSuggestion } of reviews) {
      expect(splitSentences(feedback).length).toBeLessThanOrEqual(2);
      expect(feedback).toMatch(/\d/);
      expect(droppedSuggestion).toBeNull();
    }
  },
);
