namespace MemoryModelLab.Machine.Replicas;

/// <summary>How large a system is.</summary>
/// <param name="Replicas">The replicas that serve clients.</param>
/// <param name="Sites">All sites: the replicas, and after them what else the policy has.</param>
/// <param name="Clients">The clients.</param>
/// <param name="Keys">The keys.</param>
public readonly record struct Shape(int Replicas, int Sites, int Clients, int Keys);
