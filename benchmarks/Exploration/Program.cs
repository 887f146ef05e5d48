using MemoryModelLab.Exploration.Benchmarks;

switch (args)
{
    case [] or ["programs"]:
        ProgramTable.Print();
        break;
    case ["tiny"]:
        TinyTable.Print();
        break;
    case ["memory"]:
        MemoryTable.Print();
        break;
    default:
        Console.Error.WriteLine("expected nothing or programs, tiny, or memory");
        return 64;
}

return 0;
