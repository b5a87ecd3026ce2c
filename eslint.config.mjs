import eslint from '@eslint/js';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

const only = (message, ...group) => ['error', { patterns: [{ group, message }] }];
const koffi = { group: ['koffi'], message: 'koffi is imported by packages/linux-ffi alone' };
const pure = [
  'node:fs',
  'node:child_process',
  'node:os',
  'node:net',
  'fs',
  'child_process',
  'os',
  'net',
];

export default tseslint.config(
  {
    ignores: ['**/dist/**', '**/generated/**', '.cache/**', '**/*.cjs', '**/*.mjs', 'examples/**'],
  },
  eslint.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // What is left of an object without some keys; a lock that is held by name only.
      '@typescript-eslint/no-unused-vars': [
        'error',
        { ignoreRestSiblings: true, argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      'no-console': 'error',
    },
  },
  // Import boundaries: data flows program -> sdk -> door -> resource -> plan -> host -> kernel.
  {
    files: ['packages/**/*.ts'],
    rules: {
      'no-restricted-imports': only(
        'packages/ never import the provider',
        '@pulumi-netkit/provider*',
        '**/provider/**',
        '@pulumi/*',
      ),
    },
  },
  {
    files: [
      'packages/libbpf-ts/src/{anchor,btf,btf-value,elf,globals,inspect,map-outline,preflight,reach,sections,verifier-error}.ts',
      'packages/libbpf-ts/src/sys/{attr,layouts,uapi}.ts',
    ],
    rules: {
      'no-restricted-imports': only(
        'readers and tables are pure: bytes <-> data, no I/O',
        ...pure,
        'koffi',
        '**/libbpf',
        '**/sys/call',
      ),
    },
  },
  {
    files: ['packages/rtnetlink/src/{codec,messages,kinds}/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-imports': only(
        'codec/, messages/ and kinds/ are pure: bytes <-> data, no I/O',
        ...pure,
        'koffi',
        '@pulumi-netkit/linux-ffi',
        '**/socket',
        '**/conn',
      ),
    },
  },
  {
    files: [
      'packages/rtnetlink/**/*.ts',
      'packages/libbpf-ts/**/*.ts',
      'provider/**/*.ts',
      'sdk/**/*.ts',
      'e2e/**/*.ts',
    ],
    ignores: [
      'packages/rtnetlink/src/{codec,messages,kinds}/**/*.ts',
      'packages/libbpf-ts/src/{anchor,btf,btf-value,elf,globals,inspect,map-outline,preflight,reach,sections,verifier-error}.ts',
      'packages/libbpf-ts/src/sys/{attr,layouts,uapi}.ts',
      'provider/src/resources/**',
      'provider/src/plan/**',
    ],
    rules: { 'no-restricted-imports': ['error', { patterns: [koffi] }] },
  },
  {
    files: ['sdk/**/*.ts'],
    ignores: ['sdk/src/dynamic.ts'],
    rules: {
      'no-restricted-imports': only(
        'the SDK is what programs load: the provider is reached through dynamic.ts alone',
        '@pulumi-netkit/*',
        'koffi',
      ),
    },
  },
  {
    files: ['provider/src/**/*.ts'],
    ignores: [
      'provider/src/doors/**',
      'provider/src/resources/**',
      'provider/src/plan/**',
      '**/*.test.ts',
    ],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            koffi,
            {
              group: ['@grpc/*', '@pulumi/pulumi*', 'google-protobuf*'],
              message: 'the engine is spoken to by doors/ alone',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['provider/src/resources/**/*.ts', 'provider/src/plan/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-imports': only(
        'resources/ and plan/ decide, host/ acts: no I/O, no native code, no doors here',
        ...pure,
        'koffi',
        '@pulumi-netkit/*',
        '**/doors/**',
        '**/host/client.js',
        '**/host/kernel.js',
        '**/host/run.js',
      ),
    },
  },
  {
    files: ['**/*.test.ts', '**/*.kernel.ts', '**/libbpf-ts/src/testing/**', 'e2e/**/*.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  // Commands for people print.
  { files: ['scripts/**'], rules: { 'no-console': 'off' } },
  prettier,
);
