import { describe, expect, it } from 'vitest';
import { createFormat } from '@/components/ui/format';
import { compareWithChance } from '@/lib/statistics';
import { chanceSentence, shareText } from './agreement-text';

const format = createFormat('en-US', 'UTC');

describe('chanceSentence', () => {
  it.each([
    [
      [400, 80],
      [100, 20],
      'No better than chance: by chance, 70% would agree. Kappa is 0.00 (95% interval -0.08 to 0.08).',
    ],
    [
      [450, 30],
      [50, 70],
      'Better than chance: by chance, 70% would agree. Kappa is 0.56 (95% interval 0.47 to 0.64).',
    ],
    [[9, 1], [2, 1], 'Fewer than 20 cases, too few to say.'],
  ] as const)('says of %j and %j', (approve, reassign, text) => {
    expect(chanceSentence(compareWithChance([approve, reassign]), format)).toBe(text);
  });
});

it('a share of fewer than 20 cases has no percentage', () => {
  expect(shareText({ count: 3, of: 19 }, format)).toBe('3 of 19');
  expect(shareText({ count: 3, of: 20 }, format)).toBe('15% (3 of 20)');
});
