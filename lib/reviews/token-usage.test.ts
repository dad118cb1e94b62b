import { describe, expect, it } from 'vitest';
import { estimateCost } from './token-usage';

const million = 1_000_000;
const each = { input: million, cacheWrite: million, cacheRead: million, output: million };

describe('the estimated cost', () => {
  it('includes each kind of token', () => {
    expect(estimateCost('claude-sonnet-5-5', each, 'now')).toBeCloseTo(2 + 2.5 + 0.2 + 10);
  });

  it('is half for a batch', () => {
    expect(estimateCost('claude-opus-5-5', each, 'batch')).toBeCloseTo((4 + 5 + 0.2 + 20) / 2);
  });

  it('is known for dated model names', () => {
    const dated = estimateCost('claude-haiku-4-5-20251001', each, 'now');
    expect(dated).toBe(estimateCost('claude-haiku-4-5', each, 'now'));
    expect(dated).not.toBeNull();
  });

  it('is unknown for a model without a price', () => {
    expect(estimateCost('claude-unheard-of', each, 'now')).toBeNull();
    expect(estimateCost('constructor', each, 'now')).toBeNull();
  });
});
