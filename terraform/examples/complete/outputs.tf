output "correct_command" {
  description = "Corrects a sentence; paste it into a shell."
  value       = module.gramai.correct_command
}

output "train_command" {
  description = "Asks for a training run; paste it into a shell."
  value       = module.gramai.train_command
}
