export const PYTHONS: readonly string[];
