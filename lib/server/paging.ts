import { z } from 'zod';

/** A page number, starting at 1. */
export const pageNumberSchema = z
  .number({ error: 'must be a number' })
  .int('must be a whole number')
  .min(1, 'must be at least 1')
  .max(1_000_000_000, 'is too large');

/** The number of rows on a page. */
export const pageSizeSchema = z
  .number({ error: 'must be a number' })
  .int('must be a whole number')
  .min(1, 'must be at least 1')
  .max(1000, 'can be at most 1,000');
