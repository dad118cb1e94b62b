import { describe, expect, it } from 'vitest';
import { estimateCost } from './token-usage';

const million = 1_000_000;
const each = { input: million, cacheWrite: million, cacheRead: million, output: million };

describe('the estimated cost', () => {
  it('has a price for each kind of token', () => {
    expect(estimateCost('claude-sonnet-5-5', each, 'now')).toBeCloseTo(2 + 2.5 + 0.2 + 10);
  });

  it('is half in a batch', () => {
    expect(estimateCost('claude-opus-5-5', each, 'batch')).toBeCloseTo((4 + 5 + 0.2 + 20) / 2);
  });

  it('knows a model by its dated name too', () => {
    const dated = estimateCost('claude-haiku-4-5-20251001', each, 'now');
    expect(dated).toBe(estimateCost('claude-haiku-4-5', each, 'now'));
    expect(dated).not.toBeNull();
  });

  it('is not known for a model without a price', () => {
    expect(estimateCost('claude-unheard-of', each, 'now')).toBeNull();
    expect(estimateCost('constructor', each, 'now')).toBeNull();
  });
});
