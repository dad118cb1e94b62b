import { describe, expect, it } from 'vitest';
import { queryTag } from './statement';

describe('a query tag', () => {
  it('names the program and statement, and the user, page, and request if known', () => {
    expect(queryTag('queue.page', undefined)).toBe(
      '{"program":"csm-routing","statement":"queue.page"}',
    );
    expect(queryTag('queue.page', { person: 'mia@example.com', path: '/queue' })).toBe(
      '{"program":"csm-routing","statement":"queue.page","path":"/queue","person":"mia@example.com"}',
    );
    const tag = { person: 'mia@example.com', path: '/queue', requestId: '0123456789' };
    expect(JSON.parse(queryTag('queue.page', tag))).toMatchObject({ requestId: '0123456789' });
  });

  it('omits the user and page if they exceed Snowflake’s length limit', () => {
    const tag = queryTag('queue.page', { person: 'mia@example.com', path: '/x'.repeat(2000) });
    expect(JSON.parse(tag)).toEqual({ program: 'csm-routing', statement: 'queue.page' });
  });
});
