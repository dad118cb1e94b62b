import { describe, expect, it } from 'vitest';
import { evennessExplanation, evennessGrade, evennessZones } from './evenness';

describe('evennessGrade', () => {
  it('is excellent below 15%, good below 20%, fair below 25%, and poor from there', () => {
    const labels = [0, 14.99, 15, 19.99, 20, 24.99, 25].map((cv) => evennessGrade(cv).label);
    expect(labels).toEqual(['Excellent', 'Excellent', 'Good', 'Good', 'Fair', 'Fair', 'Poor']);
  });

  it('has the same limits in charts and in text', () => {
    expect(evennessZones.map(({ title, from, to }) => [title, from, to])).toEqual([
      ['Excellent', null, 0.15],
      ['Good', 0.15, 0.2],
      ['Fair', 0.2, 0.25],
      ['Poor', 0.25, null],
    ]);
    expect(evennessExplanation).toContain(
      'under 15% is excellent, under 20% is good, under 25% is fair.',
    );
  });
});
