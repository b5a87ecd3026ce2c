const shared = {
  testEnvironment: 'node',
  transform: {
    '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }],
  },
  moduleNameMapper: {
    '^@pulumi-netkit/(contract|bpf-object|linux-ffi|rtnetlink|libbpf-ts)$':
      '<rootDir>/packages/$1/src/index.ts',
    '^@pulumi-netkit/provider$': '<rootDir>/provider/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  modulePathIgnorePatterns: ['<rootDir>/.*/dist/', '<rootDir>/\\.cache/'],
};

module.exports = {
  // For machines that are slow or busy: no test is about time.
  testTimeout: 60_000,
  projects: [
    { ...shared, displayName: 'unit', testMatch: ['<rootDir>/**/*.test.ts'] },
    { ...shared, displayName: 'kernel', testMatch: ['<rootDir>/**/*.kernel.ts'] },
    {
      ...shared,
      displayName: 'e2e',
      testMatch: ['<rootDir>/e2e/**/*.e2e.ts'],
      moduleNameMapper: {
        '^\\.\\./files/remote-helper\\.js$': '<rootDir>/e2e/harness/drivers/built-helpers.ts',
        ...shared.moduleNameMapper,
      },
    },
  ],
};
