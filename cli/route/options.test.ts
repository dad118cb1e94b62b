import { describe, expect, it } from 'vitest';
import { readOptions } from './options';

describe('readOptions', () => {
  it('parses single and batch runs with the options of the Python program', () => {
    expect(readOptions(['--mode', 'single', '--account-id', 'A 1'])).toEqual({
      input: { mode: 'single', accountId: 'A 1', dryRun: false, review: 'now' },
      json: false,
    });
    expect(readOptions(['--mode=batch', '--batch-size=10', '--dry-run', '--json'])).toEqual({
      input: { mode: 'batch', batchSize: 10, dryRun: true, review: 'now' },
      json: true,
    });
  });

  it('parses a refresh', () => {
    expect(readOptions(['--refresh', '--dry-run', '--review', 'off'])).toEqual({
      input: { mode: 'refresh', dryRun: true, review: 'off' },
      json: false,
    });
  });

  it('parses a drain', () => {
    expect(readOptions(['--mode', 'batch', '--batch-size', '60', '--per-csm', '3'])).toEqual({
      input: { mode: 'batch', batchSize: 60, maxPerRun: 3, dryRun: false, review: 'now' },
      json: false,
    });
  });

  it('parses a replay', () => {
    expect(readOptions(['--replay', ' R 1 ', '--json'])).toEqual({ replay: 'R 1', json: true });
  });

  it('parses when to review', () => {
    const args = ['--mode', 'batch', '--batch-size', '1', '--review', 'batch'];
    expect(readOptions(args)).toMatchObject({ input: { review: 'batch' } });
  });

  it('returns undefined for --help', () => {
    expect(readOptions(['--help'])).toBeUndefined();
  });

  it.each([
    [[], '--mode must be single or batch'],
    [['--mode', 'some'], '--mode must be single or batch'],
    [['--mode', 'single'], '--mode single requires --account-id'],
    [['--mode', 'single', '--account-id', ' '], '--account-id must name an account'],
    [['--mode', 'batch'], '--mode batch requires --batch-size'],
    [['--mode', 'batch', '--batch-size', 'ten'], '--batch-size must be a number'],
    [['--mode', 'batch', '--batch-size', '0x10'], '--batch-size must be a number'],
    [['--mode', 'batch', '--batch-size', '501'], '--batch-size can be at most 500'],
    [
      ['--mode', 'batch', '--batch-size', '1', '--account-id', 'A'],
      'cannot be used with --mode batch',
    ],
    [['--mode', 'batch', '--batch-size', '1', '--fast'], '--fast'],
    [['--mode', 'batch', '--batch-size', '1', 'more'], 'more'],
    [
      ['--mode', 'batch', '--batch-size', '1', '--review', 'later'],
      '--review must be now, batch, or off',
    ],
    [['--refresh', '--mode', 'batch'], '--mode cannot be used with --refresh'],
    [['--refresh', '--batch-size', '5'], '--batch-size cannot be used with --refresh'],
    [['--refresh', '--per-csm', '2'], '--per-csm cannot be used with --refresh'],
    [
      ['--mode', 'single', '--account-id', 'A', '--per-csm', '2'],
      '--per-csm cannot be used with --mode single',
    ],
    [['--mode', 'batch', '--batch-size', '9', '--per-csm', '51'], '--per-csm can be at most 50'],
    [['--mode', 'batch', '--batch-size', '9', '--per-csm', '0'], '--per-csm must be at least 1'],
    [['--replay', ' '], '--replay must name a run'],
    [['--replay', 'R', '--dry-run'], '--dry-run cannot be used with --replay'],
    [['--replay', 'R', '--mode', 'batch'], '--mode cannot be used with --replay'],
    [['--refresh', '--review', 'later'], '--review must be now, batch, or off'],
  ])('rejects %j with a message that says what is wrong', (args, message) => {
    expect(() => readOptions(args)).toThrow(message);
  });
});
