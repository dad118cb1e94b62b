import { afterAll, beforeAll, beforeEach } from 'vitest';
import { seedCompany } from './company';
import { type ExternalRecommendation, insertExternalRecommendations } from './recommendations';
import { openTestContext, type TestContext } from './test-context';

type Company = Parameters<typeof seedCompany>[1];

/**
 * Opens one warehouse for a test file, and clears and seeds it before each test.
 * Use the returned context only inside hooks and tests.
 */
export function seededTestContext(
  company: Company & { readonly recommendations?: readonly ExternalRecommendation[] } = {},
): TestContext {
  const { recommendations = [], ...people } = company;
  let opened: TestContext;
  beforeAll(async () => {
    opened = await openTestContext();
  });
  afterAll(() => opened.close());
  beforeEach(async () => {
    await opened.clear();
    await seedCompany(opened.warehouse, people);
    if (recommendations.length > 0) {
      await insertExternalRecommendations(opened.warehouse, recommendations);
    }
  });
  // A proxy lets a test file keep a reference before `beforeAll` opens the context.
  return new Proxy({} as TestContext, {
    get: (_, property) => Reflect.get(opened, property),
  });
}
