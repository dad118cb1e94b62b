import { defaultPolicy, type Policy } from '@/lib/policy/policy';

/**
 * The demo company's policy. New hires start with small books during its quarter, so the costs of two
 * CSMs differ more than in a company without hires, and so does the scale of the score: with this one,
 * half of the history's scores are 80 or more and a quarter are below 65.
 */
export const demoPolicy: Policy = { ...defaultPolicy, scoreScale: 28 };
