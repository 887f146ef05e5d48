Console.Error.WriteLine("mml");
return 64;
