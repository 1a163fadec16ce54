import { posix } from 'node:path';

import { type HouseFile, isPackageSource, isTestCode, type Violation } from '../house-file.ts';
import { arrows, foreignGlobals, keptDependencies, purePackages } from './arrows.ts';
import { checkBrowserEntries } from './check-browser-entries.ts';
import { foreignGlobalsOf, type Import, importsOf, isBuiltin } from './imports-of.ts';
import { type WorkspacePackage, workspaceOf } from './workspace.ts';

interface Place {
  readonly file: HouseFile;
  readonly owner: WorkspacePackage;
  readonly packages: readonly WorkspacePackage[];
  readonly sharedDevelopmentDependencies: ReadonlySet<string>;
}

/** Every import of packages and apps that points the wrong way. The package.json files are among the files given. */
export function checkBoundaries(files: readonly HouseFile[]): readonly Violation[] {
  const { packages, sharedDevelopmentDependencies } = workspaceOf(files);
  const sources = files.filter((file) => isPackageSource(file.path));
  const ofFiles = sources.flatMap((file) => {
    const owner = packages.find(({ folder }) => file.path.startsWith(`${folder}/`));
    if (owner === undefined) return [violation(file, 0, 'package', 'no package.json above this file')];
    const place = { file, owner, packages, sharedDevelopmentDependencies };
    return [...importsOf(file).flatMap((imported) => checkImport(place, imported)), ...checkGlobals(place)];
  });
  return [...checkTable(packages), ...ofFiles, ...checkBrowserEntries(sources)];
}

/** A package that nobody entered in the table of arrows has no rules, which nobody would notice. */
function checkTable(packages: readonly WorkspacePackage[]): readonly Violation[] {
  return packages
    .filter(({ folder }) => !Object.hasOwn(arrows, folder))
    .map(({ folder }) => ({
      path: `${folder}/package.json`,
      line: 0,
      rule: 'table',
      message: 'enter this package in tests/house/boundaries/arrows.ts',
    }));
}

function checkImport(place: Place, { specifier, line }: Import): readonly Violation[] {
  const { file, owner, packages } = place;
  if (specifier === undefined) {
    return [violation(file, line, 'computed', 'what is imported must be a literal, or no test can check it')];
  }
  if (specifier.startsWith('.')) return checkRelative(place, specifier, line);
  if (isBuiltin(specifier)) return checkBuiltin(place, specifier, line);

  const name = packageNameOf(specifier);
  const target = packages.find((candidate) => candidate.name === name);
  if (target !== undefined) return checkArrow(place, specifier, target, line);
  if (purePackages.has(owner.folder) && !isTestCode(file.path)) {
    return [violation(file, line, 'pure', `${owner.folder} imports nothing but its own files, not ${name}`)];
  }
  const keeper = Object.hasOwn(keptDependencies, name) ? keptDependencies[name] : undefined;
  if (keeper !== undefined && keeper !== owner.folder) {
    return [violation(file, line, 'kept', `only ${keeper} imports ${name}`)];
  }
  return checkDeclared(place, name, line);
}

function checkRelative({ file, owner }: Place, specifier: string, line: number): readonly Violation[] {
  const target = posix.join(posix.dirname(file.path), specifier);
  if (!target.startsWith(`${owner.folder}/`)) {
    return [
      violation(file, line, 'leaves', `${specifier} leaves ${owner.folder}; import the package by its name`),
    ];
  }
  return checkTestingOnly(file, target, line);
}

function checkBuiltin({ file, owner }: Place, specifier: string, line: number): readonly Violation[] {
  if (isTestCode(file.path)) return [];
  if (purePackages.has(owner.folder)) {
    return [
      violation(file, line, 'builtin', `${owner.folder} runs anywhere, so it can’t import ${specifier}`),
    ];
  }
  if (!specifier.startsWith('node:')) {
    return [violation(file, line, 'node-prefix', `write node:${specifier}`)];
  }
  return [];
}

function checkArrow(
  place: Place,
  specifier: string,
  target: WorkspacePackage,
  line: number,
): readonly Violation[] {
  const { file, owner } = place;
  const allowed = arrows[owner.folder] ?? [];
  const ownName = target.folder === owner.folder;
  if (ownName && !isTestCode(file.path)) {
    return [violation(file, line, 'own-name', 'inside a package, import by relative path')];
  }
  if (!ownName && !allowed.includes(target.folder)) {
    return [violation(file, line, 'arrow', `${owner.folder} must not import ${target.folder}`)];
  }
  const undeclared = ownName ? [] : checkDeclared(place, target.name, line);
  return [...undeclared, ...checkTestingOnly(file, specifier, line)];
}

function checkDeclared(place: Place, name: string, line: number): readonly Violation[] {
  const { file, owner, sharedDevelopmentDependencies } = place;
  if (owner.dependencies.has(name)) return [];
  const forTests = owner.developmentDependencies.has(name) || sharedDevelopmentDependencies.has(name);
  if (forTests && isTestCode(file.path)) return [];
  return [violation(file, line, 'declared', `${name} is not among the dependencies of ${owner.folder}`)];
}

/** Helpers of tests start servers and hand out known keys: nothing of theirs may run in front of a customer. */
function checkTestingOnly(file: HouseFile, target: string, line: number): readonly Violation[] {
  const isHelper = /(^|\/)testing(\/|$)|\.test\.ts$/.test(target);
  if (!isHelper || isTestCode(file.path)) return [];
  return [violation(file, line, 'testing', `${target} is for tests only`)];
}

function checkGlobals({ file, owner }: Place): readonly Violation[] {
  if (!purePackages.has(owner.folder) || isTestCode(file.path)) return [];
  return foreignGlobalsOf(file, foreignGlobals).map(({ name, line }) =>
    violation(file, line, 'global', `${owner.folder} runs anywhere, so it can’t use ${name}`),
  );
}

function packageNameOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function violation(file: HouseFile, line: number, rule: string, message: string): Violation {
  return { path: file.path, line, rule, message };
}
