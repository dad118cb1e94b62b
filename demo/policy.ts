import { defaultPolicy, type Policy } from '@/lib/policy/policy';

/**
 * The demo company's policy. New hires start with small books during its quarter, so the costs of two
 * CSMs differ more than in a company without hires, and so does the scale of the score. With this one,
 * the quartiles of the history's scores are 63, 78, and 91 (`quantile_cont(optimization_score, …)` over
 * `data/recommendations.parquet`, for the run ids in `data/runs.parquet`).
 */
export const demoPolicy: Policy = { ...defaultPolicy, scoreScale: 28 };
