import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { chmod, copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { test } from 'node:test';
import { newKeyFileText } from '@tallystick/authentication-server';
