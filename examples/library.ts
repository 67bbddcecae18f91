import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';

interface Book {
  title: string;
  author: string;
  year: number;
  shelf: string;
}

const DEFAULT_SHELF = 'unsorted';
const LOAN_DAYS = 21;

/** The books of one library, and who has them. */
export class Library {
  private books: Book[] = [];
  private loans = new Map<string, string>();
  name: string;
  isOpen = true;

  constructor(name: string) {
    this.name = name;
  }

  add(book: Book) {
    this.books.push(book);
  }

  findByAuthor(author: string): Book[] {
    return this.books.filter((book) => book.author === author);
  }

  lend(title: string, reader: string): boolean {
    if (!this.isOpen || this.loans.has(title)) {
      return false;
    }
    this.loans.set(title, reader);
    return true;
  }

  giveBack(title: string): void {
    this.loans.delete(title);
  }
}

function parseBook(line: string): Book {
  const [title, author, year] = line.split(';');
  return { title, author, year: Number(year), shelf: DEFAULT_SHELF };
}

export async function loadLibrary(path: string): Promise<Library> {
  const library = new Library('Town library');
  const text = await readFile(path, 'utf8');
  for (const line of text.split('\n')) {
    library.add(parseBook(line));
  }
  return library;
}
