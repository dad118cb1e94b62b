import { describe, expect, it } from 'vitest';
import { queryTag } from './statement';

describe('a query tag', () => {
  it('names the program and the statement, and who asked where if that is known', () => {
    expect(queryTag('queue.page', undefined)).toBe(
      '{"program":"csm-routing","statement":"queue.page"}',
    );
    expect(queryTag('queue.page', { person: 'mia@example.com', path: '/queue' })).toBe(
      '{"program":"csm-routing","statement":"queue.page","path":"/queue","person":"mia@example.com"}',
    );
  });

  it('leaves out what would make it longer than Snowflake takes', () => {
    const tag = queryTag('queue.page', { person: 'mia@example.com', path: '/x'.repeat(2000) });
    expect(JSON.parse(tag)).toEqual({ program: 'csm-routing', statement: 'queue.page' });
  });
});
