/** Whether `REQUIRE_SUITES` names this engine: what its suites need is then fetched, and a failure where it cannot be had. */
export const isRequired = (engine: 'kafka' | 'mongo'): boolean => (process.env['REQUIRE_SUITES'] ?? '').split(/[\s,]+/).includes(engine)
