import { describe, expect, it } from 'vitest';
import { runToTheEnd, wholeBatch } from '@/lib/testing/desk-runs';
import { atReviewingDesk } from '@/lib/testing/reviewing';
import { getReview } from './get-review';

const office = atReviewingDesk();

describe('the review of a run', () => {
  it('follows what was saved', async () => {
    await office.seed(3);
    const run = await runToTheEnd(office.ctx, wholeBatch);
    expect(run.status).toBe('succeeded');
    console.log(await getReview(office.ctx, run.id));
    console.log(await office.desk.ask('select * from CSM_ROUTING_REVIEWS'));
    console.log(
      await office.desk.ask('select llm_feedback from CSM_ROUTING_RECOMMENDATIONS_CANNE'),
    );
  });
});
